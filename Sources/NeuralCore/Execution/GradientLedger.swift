import Kernels

/// How an operation must deliver the gradient of one of its inputs.
enum GradientWrite: Sendable {
  /// Nobody asks for it.
  case skip
  /// It is the first to write there.
  case overwrite
  /// Others have written; it adds.
  case accumulate

  /// The factor of what is there already.
  var beta: Float { self == .accumulate ? 1 : 0 }
}

extension GradientWrite {
  /// Delivers a gradient: writes it, adds it, or neither.
  func deliver(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int,
    _ kernels: any KernelSet.Type
  ) {
    switch self {
    case .skip: break
    case .overwrite: target.update(from: source, count: count)
    case .accumulate: kernels.add(source, to: target, count: count)
    }
  }
}

/// Hands out, in the order of the backward run, who writes a gradient first and who adds to it.
struct GradientLedger {
  private var isWanted: [Bool]
  private var isWritten: [Bool]

  /// - Parameter heads: values whose gradients the caller fills before the backward run.
  init(isWanted: [Bool], heads: [Int]) {
    self.isWanted = isWanted
    isWritten = [Bool](repeating: false, count: isWanted.count)
    for head in heads { isWritten[head] = true }
  }

  mutating func claim(_ value: Int) -> GradientWrite {
    guard isWanted[value] else { return .skip }
    defer { isWritten[value] = true }
    return isWritten[value] ? .accumulate : .overwrite
  }

  /// Values that some operation made and none reads: their gradients are zero.
  var unclaimed: [Int] { isWanted.indices.filter { isWanted[$0] && !isWritten[$0] } }
}
