import Kernels

extension WinogradOperation {
  /// The gradients of the weights are summed over the whole run in the transformed domain and
  /// brought back once.
  func backward(_ pass: Pass) {
    let slope = layer.beginBackward(
      pass, lines: pass.rows &* to.borderedPoints, width: to.channels, stride: to.pointStride)
    let first = pass.scratch
    let second = first + planeFloats
    let transformed = second + planeFloats
    let part = evenPart(of: pass.rows, upTo: round)
    var row = 0
    while row < pass.rows {
      let rows = min(part, pass.rows &- row)
      let gradient = slope + row &* to.stride
      pass.kernels.spreadTiles(
        tiling, positions: rows, channels: inputs, part: 0..<inputs,
        source: pass.values[layer.input] + row &* from.stride,
        sourceStride: from.stride, lineStride: from.lineStride, planes: first)
      pass.kernels.expandTiles(
        tiling, positions: rows, channels: outputs, source: gradient, sourceStride: to.stride,
        lineStride: to.lineStride, planes: second)
      pass.kernels.accumulatePlanes(
        tiling, positions: rows, channels: inputs, outputs: outputs, inputs: first,
        gradients: second, addsTarget: row > 0, target: transformed)
      if layer.inputWrite != .skip {
        let target = pass.gradients[layer.input] + row &* from.stride
        pass.kernels.spreadTiles(
          tiling, positions: rows, channels: outputs, part: 0..<outputs, source: gradient,
          sourceStride: to.stride,
          lineStride: to.lineStride, planes: first)
        pass.kernels.multiplyAllPlanes(
          tiling, positions: rows, channels: outputs, outputs: inputs, inputs: first,
          weights: pass.packedBackward + layer.packedBackward, target: second)
        pass.kernels.collectTiles(
          tiling, positions: rows, channels: inputs, part: 0..<inputs, planes: second, bias: nil,
          skip: layer.inputWrite == .accumulate ? UnsafePointer(target) : nil, isRectified: false,
          target: target, targetStride: from.stride, lineStride: from.lineStride)
      }
      row &+= rows
    }
    let kernels = transformed + transformedCount
    kernels.update(repeating: 0, count: kernelCount)
    pass.kernels.collectWeightGradients(
      tiling, channels: inputs, outputs: outputs, gradients: transformed, target: kernels)
    for tap in 0..<9 {
      for channel in 0..<from.channels {
        pass.kernels.add(
          kernels + (tap &* inputs &+ channel) &* outputs,
          to: pass.parameterGradients
            + (layer.weights &+ (tap &* from.channels &+ channel) &* to.channels),
          count: to.channels)
      }
    }
  }
}
