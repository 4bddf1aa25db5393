extension GoBoard {
  /// The owner of every point under area scoring, `[point]`: the colour whose stone is there or
  /// which alone borders the empty region there; `GoStone.border` for regions that both or neither
  /// border.
  mutating func area() -> InlineArray<capacity, UInt8> {
    var owners = stones
    for rank in 0..<emptyCount {
      let point = Int(empties[rank])
      let around = surroundings(of: point)
      if around.hasEmpty {
        if owners[point] == GoStone.none { fillRegion(of: point, in: &owners) }
      } else {
        owners[point] = around.colours
      }
    }
    return owners
  }

  private mutating func fillRegion(of start: Int, in owners: inout InlineArray<capacity, UInt8>) {
    var region: InlineArray<capacity, UInt16> = InlineArray(repeating: 0)
    var count = 0
    var scanned = 0
    var colours: UInt8 = 0
    visit(start)
    while scanned < count {
      let point = Int(region[scanned])
      scanned += 1
      visit(point - 1)
      visit(point + 1)
      visit(point - stride)
      visit(point + stride)
    }
    if colours == 0 { colours = GoStone.border }
    for index in 0..<count { owners[Int(region[index])] = colours }

    func visit(_ point: Int) {
      let stone = stones[point]
      if stone == GoStone.none {
        // A provisional owner marks the points already found.
        if owners[point] == GoStone.none {
          owners[point] = GoStone.border
          region[count] = UInt16(point)
          count += 1
        }
      } else if stone != GoStone.border {
        colours |= stone
      }
    }
  }

  /// The number of liberties of every chain, `[chain]`.
  mutating func liberties() -> InlineArray<capacity, UInt16> {
    var counts: InlineArray<capacity, UInt16> = InlineArray(repeating: 0)
    for rank in 0..<emptyCount {
      let point = Int(empties[rank])
      let west = chains[point - 1]
      let east = chains[point + 1]
      let south = chains[point - stride]
      let north = chains[point + stride]
      counts[Int(west)] += 1
      if east != west { counts[Int(east)] += 1 }
      if south != west && south != east { counts[Int(south)] += 1 }
      if north != west && north != east && north != south { counts[Int(north)] += 1 }
    }
    return counts
  }

  /// The name of the chain at a point.
  mutating func chain(at point: Int) -> Int { Int(chains[point]) }
}
