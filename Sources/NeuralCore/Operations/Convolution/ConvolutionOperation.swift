/// output = activation(convolution(input) + bias + skip), over bordered planes, by the direct
/// method: for 1x1 kernels, and for boards too small for Winograd's.
///
/// One product per tap of the kernel and position, over the whole plane from its first point to its
/// last. The border between lines is computed too, and cleared afterwards; that is cheaper than one
/// product per line.
struct ConvolutionOperation: FusibleOperation {
  let input: Int
  let output: Int
  let from: Grid
  let to: Grid
  /// 1 or 3.
  let kernel: Int
  /// The offset of the `[kernel, kernel, inputs, outputs]` weights.
  let weights: Int
  /// The offset of the `[outputs]` biases.
  let bias: Int
  var skip: Int?
  var activation: Activation?
  var normalisation: Normalisation?
  private var skipWrite = GradientWrite.skip
  private var inputWrite = GradientWrite.skip
  /// Where the weights, `[kernel, kernel, inputs, paddedOutputs]`, and the biases are packed.
  private var packedWeights = 0
  private var packedBias = 0
  /// Where the transposed weights, `[kernel, kernel, outputs, paddedInputs]`, are packed.
  private var packedBackward = 0

  init(
    input: Int, output: Int, from: Grid, to: Grid, kernel: Int, weights: Int, bias: Int
  ) {
    self.input = input
    self.output = output
    self.from = from
    self.to = to
    self.kernel = kernel
    self.weights = weights
    self.bias = bias
  }

  mutating func claimGradients(_ ledger: inout GradientLedger) {
    if let skip { skipWrite = ledger.claim(skip) }
    inputWrite = ledger.claim(input)
  }

  /// Points from an output to the input under `tap`.
  private func shift(_ tap: Int) -> Int {
    kernel == 1 ? 0 : (tap / 3 &- 1) &* to.lineStride &+ tap % 3 &- 1
  }

  mutating func claimPacked(_ ledger: inout PackedLedger) {
    packedWeights = ledger.claimForward(kernel * kernel * from.channels * to.pointStride)
    packedBias = ledger.claimForward(to.pointStride)
    if inputWrite != .skip {
      packedBackward = ledger.claimBackward(kernel * kernel * to.channels * from.pointStride)
    }
  }

  func pack(_ packing: Packing) {
    Packing.pad(
      packing.parameters + weights, lines: kernel * kernel * from.channels, width: to.channels,
      into: packing.forward + packedWeights)
    Packing.pad(
      packing.parameters + bias, lines: 1, width: to.channels, into: packing.forward + packedBias)
    normalisation?.fold(
      into: packing.forward + packedWeights, lines: kernel * kernel * from.channels,
      biases: packing.forward + packedBias, channels: to.channels, width: to.pointStride,
      packing.parameters)
    guard let backward = packing.backward, inputWrite != .skip else { return }
    for tap in 0..<(kernel &* kernel) {
      packing.kernels.transpose(
        rows: from.channels, columns: to.channels,
        source: packing.parameters + (weights &+ tap &* from.channels &* to.channels),
        sourceStride: to.channels,
        target: backward + (packedBackward &+ tap &* to.channels &* from.pointStride),
        targetStride: from.pointStride)
    }
  }

  func forward(_ pass: Pass) {
    let isRectified = activation == .relu && skip == nil && kernel == 1
    for row in 0..<pass.rows {
      let plane = pass.values[output] + row &* to.stride
      let source = pass.values[input] + row &* from.stride
      for tap in 0..<(kernel &* kernel) {
        pass.kernels.multiply(
          rows: to.spannedPoints, outputs: to.pointStride, depth: from.channels,
          left: source + (from.firstPoint &+ shift(tap)) &* from.pointStride,
          rowStride: from.pointStride,
          right: pass.packed + (packedWeights &+ tap &* from.channels &* to.pointStride),
          rightStride: to.pointStride, bias: tap == 0 ? pass.packed + packedBias : nil,
          addsTarget: tap > 0, isRectified: isRectified,
          target: plane + to.firstPoint &* to.pointStride, targetStride: to.pointStride)
      }
      to.clearLineEnds(plane)
      guard !isRectified else { continue }
      let count = (to.spannedPoints &+ to.firstPoint) &* to.pointStride
      if let skip {
        pass.kernels.add(pass.values[skip] + row &* to.stride, to: plane, count: count)
      }
      activation?.apply(to: plane, count: count, pass.kernels)
    }
  }

  func backward(_ pass: Pass) {
    let slope = pass.gradients[output]
    let count = pass.rows &* to.stride
    activation?.differentiate(
      slope, input: pass.values[output], output: pass.values[output], count: count, pass.kernels)
    if let skip { skipWrite.deliver(slope, to: pass.gradients[skip], count: count, pass.kernels) }
    pass.kernels.addColumns(
      of: slope, rows: pass.rows &* to.borderedPoints, width: to.channels, stride: to.pointStride,
      to: pass.parameterGradients + bias)
    if kernel == 1 {
      // The borders of the slope are zero, so all positions make one product.
      backward(
        pass, slope, pass.values[input], pass.gradients[input],
        points: pass.rows &* to.borderedPoints, tap: 0, inputWrite == .accumulate)
      return
    }
    for row in 0..<pass.rows {
      let plane = pass.gradients[input] + row &* from.stride
      for tap in 0..<9 {
        // The point under a tap receives from the output that lies the other way.
        let center = (from.firstPoint, to.firstPoint)
        backward(
          pass, slope + (row &* to.stride &+ center.1 &* to.pointStride),
          pass.values[input] + (row &* from.stride &+ center.0 &* from.pointStride),
          plane + center.0 &* from.pointStride, points: to.spannedPoints, tap: tap,
          tap > 0 || inputWrite == .accumulate)
      }
      if inputWrite != .skip { from.clearLineEnds(plane) }
    }
  }

  /// One tap's share of the gradients of weights and input, over `points` points in a row.
  private func backward(
    _ pass: Pass, _ slope: UnsafeMutablePointer<Float>, _ source: UnsafeMutablePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, points: Int, tap: Int, _ addsTarget: Bool
  ) {
    pass.kernels.accumulate(
      channels: from.channels, outputs: to.channels, depth: points,
      inputs: source + shift(tap) &* from.pointStride, inputStride: from.pointStride,
      slopes: slope, slopeStride: to.pointStride,
      target: pass.parameterGradients + (weights &+ tap &* from.channels &* to.channels))
    guard inputWrite != .skip else { return }
    pass.kernels.multiply(
      rows: points, outputs: from.pointStride, depth: to.channels,
      left: slope - shift(tap) &* to.pointStride, rowStride: to.pointStride,
      right: pass.packedBackward + (packedBackward &+ tap &* to.channels &* from.pointStride),
      rightStride: from.pointStride, addsTarget: addsTarget, target: target,
      targetStride: from.pointStride)
  }
}
