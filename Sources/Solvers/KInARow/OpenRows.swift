/// What the open rows of one side promise: those without a stone of the other.
struct OpenRows {
  /// The empty cells of all of them.
  private(set) var cells: UInt64 = 0
  /// Cells of those that lack two stones: one there makes a threat.
  private(set) var threats: UInt64 = 0
  /// Cells of two or more of those that lack two stones: one there may make two threats.
  private(set) var forks: UInt64 = 0
  /// How much the other side has to block, in units of 2^-7: a row that lacks n stones adds 2^-n.
  private(set) var weight = 0

  /// What a row adds that lacks no stone more.
  static let unit = 128

  /// - Parameters:
  ///   - reach: rows that lack more stones have no weight; 0 leaves the weight out.
  ///   - ranks: gains what each cell is worth.
  @inline(__always)
  init(
    on board: KInARowBoard, of own: UInt64, against other: UInt64, reach: Int,
    ranks: inout KInARowRanks
  ) {
    let free = board.cells & ~other
    let empty = free & ~own
    for direction in 0..<4 where board.steps[direction] != 0 {
      let step = UInt64(truncatingIfNeeded: board.steps[direction])
      // Which rows are open, and how many stones each lacks, in binary.
      var open = free
      var (ones, twos, fours) = (UInt64(0), UInt64(0), UInt64(0))
      var shift: UInt64 = 0
      for _ in 0..<board.length {
        open &= free &>> shift
        let gaps = empty &>> shift
        let carry = ones & gaps
        ones ^= gaps
        fours |= twos & carry
        twos ^= carry
        shift &+= step
      }
      if open == 0 { continue }
      let few = open & ~fours
      let lackOne = few & ones & ~twos
      let lackTwo = few & twos & ~ones
      let lackThree = few & ones & twos
      let lackMore = open & fours
      if reach > 0 {
        weight &+= lackOne.nonzeroBitCount &<< 6
        if reach > 1 { weight &+= lackTwo.nonzeroBitCount &<< 5 }
        if reach > 2 { weight &+= lackThree.nonzeroBitCount &<< 4 }
        if reach > 3 && lackMore != 0 {
          weight &+= (lackMore & ~ones & ~twos).nonzeroBitCount &<< 3
          if reach > 4 && board.length > 4 {
            weight &+= (lackMore & ones & ~twos).nonzeroBitCount &<< 2
            if reach > 5 { weight &+= (lackMore & twos & ~ones).nonzeroBitCount &<< 1 }
            if reach > 6 { weight &+= (lackMore & ones & twos).nonzeroBitCount }
          }
        }
      }
      if lackTwo != 0 {
        var starts = lackTwo
        for _ in 0..<board.length {
          let cells = starts & empty
          forks |= threats & cells
          threats |= cells
          starts &<<= step
        }
      }
      let most = board.spread(lackMore, step) & empty
      let three = board.spread(lackThree, step) & empty
      let two = board.spread(lackTwo, step) & empty
      ranks.add(most, three, two)
      cells |= most | three | two | board.spread(lackOne, step) & empty
    }
  }
}
