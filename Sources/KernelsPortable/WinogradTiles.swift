public import Kernels

extension Loops {
  @inline(never)
  public static func spreadTiles(
    _ tiling: Tiling, positions: Int, channels: Int, part: Range<Int>, source: UnsafePointer<Float>,
    sourceStride: Int, lineStride: Int, planes: UnsafeMutablePointer<Float>
  ) {
    let line = lineStride &* channels
    let columnPoints = tiling.columnPoints
    withWorkspace { buffer, offsets in
      for tile in 0..<tiling.tileCount {
        let (m, n) = (tiling.tiles[tile &* 4], tiling.tiles[tile &* 4 &+ 1])
        let first = source + tiling.tiles[tile &* 4 &+ 2] &* channels
        tiling.setOffsets(offsets, tile, positions, channels)
        for position in 0..<positions {
          var channel = part.lowerBound
          while channel < part.upperBound {
            let input = first + (position &* sourceStride &+ channel)
            // Down the columns into the buffer, [point, column], then along its lines.
            for x in 0..<(n &+ 2) {
              let column = input + x &* channels
              Winograd.spread(m, { load(column + $0 &* line) }) {
                store($1, buffer + ($0 &* 8 &+ x) &* 16)
              }
            }
            for i in 0..<(m &+ 2) {
              let row = buffer + i &* 128
              let places = offsets + i &* columnPoints
              Winograd.spread(n, { load(row + $0 &* 16) }) {
                store($1, planes + (places[$0] &+ channel))
              }
            }
            channel &+= 16
          }
          tiling.advance(offsets, channels)
        }
      }
    }
  }

  @inline(never)
  public static func expandTiles(
    _ tiling: Tiling, positions: Int, channels: Int, source: UnsafePointer<Float>,
    sourceStride: Int, lineStride: Int, planes: UnsafeMutablePointer<Float>
  ) {
    let line = lineStride &* channels
    let columnPoints = tiling.columnPoints
    withWorkspace { buffer, offsets in
      for tile in 0..<tiling.tileCount {
        let (m, n) = (tiling.tiles[tile &* 4], tiling.tiles[tile &* 4 &+ 1])
        let first = source + tiling.tiles[tile &* 4 &+ 3] &* channels
        tiling.setOffsets(offsets, tile, positions, channels)
        for position in 0..<positions {
          var channel = 0
          while channel < channels {
            let input = first + (position &* sourceStride &+ channel)
            for x in 0..<n {
              let column = input + x &* channels
              Winograd.expand(m, { load(column + $0 &* line) }) {
                store($1, buffer + ($0 &* 8 &+ x) &* 16)
              }
            }
            for i in 0..<(m &+ 2) {
              let row = buffer + i &* 128
              let places = offsets + i &* columnPoints
              Winograd.expand(n, { load(row + $0 &* 16) }) {
                store($1, planes + (places[$0] &+ channel))
              }
            }
            channel &+= 16
          }
          tiling.advance(offsets, channels)
        }
      }
    }
  }

  @inline(never)
  public static func collectTiles(
    _ tiling: Tiling, positions: Int, channels: Int, part: Range<Int>, planes: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, skip: UnsafePointer<Float>?, isRectified: Bool,
    target: UnsafeMutablePointer<Float>, targetStride: Int, lineStride: Int
  ) {
    let line = lineStride &* channels
    let columnPoints = tiling.columnPoints
    withWorkspace { buffer, offsets in
      for tile in 0..<tiling.tileCount {
        let (m, n) = (tiling.tiles[tile &* 4], tiling.tiles[tile &* 4 &+ 1])
        let first = tiling.tiles[tile &* 4 &+ 3] &* channels
        tiling.setOffsets(offsets, tile, positions, channels)
        for position in 0..<positions {
          var channel = part.lowerBound
          while channel < part.upperBound {
            for i in 0..<(m &+ 2) {
              let row = buffer + i &* 128
              let places = offsets + i &* columnPoints
              Winograd.collect(n, { load(planes + (places[$0] &+ channel)) }) {
                store($1, row + $0 &* 16)
              }
            }
            let start = bias.map { load($0 + channel) } ?? Lanes()
            for x in 0..<n {
              let place = first &+ position &* targetStride &+ channel &+ x &* channels
              let column = buffer + x &* 16
              Winograd.collect(m, { load(column + $0 &* 128) }) {
                var result = $1 + start
                if let skip { result += load(skip + (place &+ $0 &* line)) }
                if isRectified { result = rectified(result) }
                store(result, target + (place &+ $0 &* line))
              }
            }
            channel &+= 16
          }
          tiling.advance(offsets, channels)
        }
      }
    }
  }
}

extension Loops {
  @inline(never)
  public static func multiplyPlanes(
    _ tiling: Tiling, points: Range<Int>, positions: Int, channels: Int, outputs: Int,
    inputs: UnsafePointer<Float>,
    weights: UnsafePointer<Float>, target: UnsafeMutablePointer<Float>
  ) {
    for point in points {
      let right = weights + point &* channels &* outputs
      let products = target + tiling.planeStart(point, positions: positions, channels: outputs)
      var output = 0
      while output < outputs {
        let width = min(weightBlock, outputs &- output)
        multiply(
          rows: tiling.planeRows[point] &* positions, outputs: width, depth: channels,
          left: inputs + tiling.planeStart(point, positions: positions, channels: channels),
          rowStride: channels, depthStride: 1, right: right + output &* channels,
          rightStride: width, bias: nil, addsTarget: false, isRectified: false,
          target: products + output, targetStride: outputs)
        output &+= width
      }
    }
  }
}

extension Tiling {
  /// Writes where channel 0 of a tile's every point lies in the planes, for the first position.
  @inline(__always)
  fileprivate func setOffsets(
    _ offsets: UnsafeMutablePointer<Int>, _ tile: Int, _ positions: Int, _ channels: Int
  ) {
    let rows = tileRows + tile &* pointCount
    for point in 0..<pointCount {
      offsets[point] =
        planeStart(point, positions: positions, channels: channels) &+ rows[point] &* channels
    }
  }

  /// Moves offsets from one position to the next.
  @inline(__always)
  fileprivate func advance(_ offsets: UnsafeMutablePointer<Int>, _ channels: Int) {
    for point in 0..<pointCount { offsets[point] &+= planeRows[point] &* channels }
  }
}

/// Lends 8 x 8 vectors and 64 offsets of stack memory, which stay in the first-level cache.
@inline(__always)
private func withWorkspace(
  _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Int>) -> Void
) {
  withUnsafeTemporaryAllocation(byteCount: 8 * 8 * 64, alignment: 64) { bytes in
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 64) { offsets in
      guard let buffer = bytes.bindMemory(to: Float.self).baseAddress,
        let places = offsets.baseAddress
      else { return }
      body(buffer, places)
    }
  }
}
