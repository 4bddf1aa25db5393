extension GradientWrite {
  /// Delivers a gradient: writes it, adds it, or neither.
  func deliver(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int,
    _ kernels: Kernels
  ) {
    switch self {
    case .skip: break
    case .overwrite: target.update(from: source, count: count)
    case .accumulate: kernels.add(source, to: target, count: count)
    }
  }
}
