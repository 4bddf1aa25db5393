public import Kernels

extension Loops {
  @inline(never)
  public static func transformWeights(
    _ tiling: Tiling, channels: Int, outputs: Int, kernels: UnsafePointer<Float>,
    target: UnsafeMutablePointer<Float>
  ) {
    let plane = channels &* outputs
    let rowPoints = tiling.rowPoints
    let columnPoints = tiling.columnPoints
    var place = 0
    for channel in 0..<channels {
      var output = 0
      while output < outputs {
        let packed = weightPlace(channel, output, channels: channels, outputs: outputs)
        for i in 0..<rowPoints {
          let down = (
            evaluate(i, kernels + place, 3 &* plane),
            evaluate(i, kernels + (place &+ plane), 3 &* plane),
            evaluate(i, kernels + (place &+ 2 &* plane), 3 &* plane)
          )
          for j in 0..<columnPoints {
            store(
              evaluate(j, down.0, down.1, down.2),
              target + ((i &* columnPoints &+ j) &* plane &+ packed))
          }
        }
        place &+= 16
        output &+= 16
      }
    }
  }

  @inline(never)
  public static func collectWeightGradients(
    _ tiling: Tiling, channels: Int, outputs: Int, gradients: UnsafePointer<Float>,
    target: UnsafeMutablePointer<Float>
  ) {
    let plane = channels &* outputs
    let rowPoints = tiling.rowPoints
    let columnPoints = tiling.columnPoints
    var place = 0
    while place < plane {
      var kernel = InlineArray<9, Lanes>(repeating: Lanes())
      for i in 0..<rowPoints {
        let row = gradients + (i &* columnPoints &* plane &+ place)
        // Point 0 is infinity, point 1 is zero: each touches one power only.
        var (g0, g1, g2) = (load(row + plane), Lanes(), load(row))
        for j in 2..<columnPoints {
          let value = load(row + j &* plane)
          let point = winogradPoint(j)
          g0 += value
          g1 = fused(g1, value, point)
          g2 = fused(g2, value, point * point)
        }
        let power: (Float, Float, Float) =
          i == 0 ? (0, 0, 1) : (1, winogradPoint(i), winogradPoint(i) * winogradPoint(i))
        kernel[0] = fused(kernel[0], g0, power.0)
        kernel[1] = fused(kernel[1], g1, power.0)
        kernel[2] = fused(kernel[2], g2, power.0)
        kernel[3] = fused(kernel[3], g0, power.1)
        kernel[4] = fused(kernel[4], g1, power.1)
        kernel[5] = fused(kernel[5], g2, power.1)
        kernel[6] = fused(kernel[6], g0, power.2)
        kernel[7] = fused(kernel[7], g1, power.2)
        kernel[8] = fused(kernel[8], g2, power.2)
      }
      for tap in 0..<9 {
        let start = target + (tap &* plane &+ place)
        store(load(start) + kernel[tap], start)
      }
      place &+= 16
    }
  }
}

/// The finite points, as `Axis.points` orders them.
@inline(__always)
private func winogradPoint(_ index: Int) -> Float {
  switch index {
  case 2: 1
  case 3: -1
  case 4: 2
  case 5: -2
  case 6: 0.5
  case 7: -0.5
  default: 0
  }
}

/// The polynomial g0 + g1 x + g2 x^2 at a point; its leading coefficient at infinity.
@inline(__always)
private func evaluate(_ point: Int, _ g0: Lanes, _ g1: Lanes, _ g2: Lanes) -> Lanes {
  switch point {
  case 0: return g2
  case 1: return g0
  default:
    let x = winogradPoint(point)
    return fused(fused(g0, g1, x), g2, x * x)
  }
}

@inline(__always)
private func evaluate(_ point: Int, _ kernel: UnsafePointer<Float>, _ stride: Int) -> Lanes {
  evaluate(point, load(kernel), load(kernel + stride), load(kernel + 2 &* stride))
}
