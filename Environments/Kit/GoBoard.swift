/// The contents of a point of a Go board; the two colours are also bits.
enum GoStone {
  static let none: UInt8 = 0
  static let black: UInt8 = 1
  static let white: UInt8 = 2
  static let border: UInt8 = 3
}

/// Stones on a Go board, with everything about chains kept up to date: captures and suicide, a hash
/// of the whole board and of every chain, and the list of empty points.
///
/// It knows colours and captures, but neither whose turn it is nor superko.
///
/// Points are numbered `(row + 1) * stride + column + 1` with `stride = columns + 1`, so that every
/// point has four neighbours, some of them on the border. A chain is named by one of its points;
/// chain 0 stands for empty points and the border, and its numbers mean nothing.
///
/// A chain's *pseudo-liberties* count each pair of a stone and an empty neighbour: more than its
/// liberties, but zero exactly when those are.
///
/// The methods that read are `mutating` on purpose: subscripting an `InlineArray` of a value that
/// may not change copies the whole array.
struct GoBoard<let capacity: Int>: Sendable {
  let columns: Int
  let rows: Int
  let stride: Int
  private(set) var stones: InlineArray<capacity, UInt8>  // [point]
  private var chains: InlineArray<capacity, UInt16>  // [point], the name of its chain
  private var next: InlineArray<capacity, UInt16>  // [point], a ring through the chain
  private var pseudoLiberties: InlineArray<capacity, Int16>  // [chain]
  private var sizes: InlineArray<capacity, UInt16>  // [chain]
  private var hashes: InlineArray<capacity, UInt64>  // [chain]
  private var played: InlineArray<capacity, UInt8>  // [point], the colours ever played there
  private var empties: InlineArray<capacity, UInt16>  // [rank], in no particular order
  private var ranks: InlineArray<capacity, UInt16>  // [point], where it is in `empties`
  private(set) var emptyCount: Int
  /// The exclusive or of the keys of all stones; 0 for the empty board.
  private(set) var hash: UInt64 = 0

  /// - Precondition: the board with its border fits `capacity`.
  init(columns: Int, rows: Int) {
    let stride = columns + 1
    precondition(stride * (rows + 2) < capacity, "\(columns) by \(rows) is too big")
    self.columns = columns
    self.rows = rows
    self.stride = stride
    stones = InlineArray(repeating: GoStone.border)
    chains = InlineArray(repeating: 0)
    next = InlineArray(repeating: 0)
    pseudoLiberties = InlineArray(repeating: 0)
    sizes = InlineArray(repeating: 0)
    hashes = InlineArray(repeating: 0)
    played = InlineArray(repeating: 0)
    empties = InlineArray(repeating: 0)
    ranks = InlineArray(repeating: 0)
    emptyCount = 0
    for cell in 0..<columns * rows {
      let point = point(ofCell: cell)
      stones[point] = GoStone.none
      empties[cell] = UInt16(point)
      ranks[point] = UInt16(cell)
    }
    emptyCount = columns * rows
  }

  @inline(__always)
  func point(ofCell cell: Int) -> Int { cell &+ cell / columns &+ stride &+ 1 }

  @inline(__always)
  func cell(ofPoint point: Int) -> Int {
    let row = (point &- 1) / stride &- 1
    return row &* columns &+ point &- (row &+ 1) &* stride &- 1
  }

  @inline(__always)
  private func key(_ point: Int, _ stone: UInt8) -> UInt64 {
    mixed(UInt64(truncatingIfNeeded: point &* 4) | UInt64(stone))
  }

  /// Empties the board and forgets what was ever played.
  mutating func clear() { self = Self(columns: columns, rows: rows) }

  /// An empty point by its rank in a list without order.
  ///
  /// - Precondition: `0 <= rank < emptyCount`.
  @inline(__always)
  mutating func emptyPoint(ranked rank: Int) -> Int { Int(empties[rank]) }

  /// Exchanges two empty points in the list.
  @inline(__always)
  mutating func exchangeEmpties(_ first: Int, _ second: Int) {
    let (one, other) = (empties[first], empties[second])
    empties[first] = other
    empties[second] = one
    ranks[Int(other)] = UInt16(truncatingIfNeeded: first)
    ranks[Int(one)] = UInt16(truncatingIfNeeded: second)
  }

  /// Whether this colour ever played on this point. If not, no stone of it was ever there, and
  /// playing there cannot repeat an earlier position.
  @inline(__always)
  mutating func hasPlayed(_ stone: UInt8, at point: Int) -> Bool { played[point] & stone != 0 }
}

/// The contents of the four neighbours of a point, read once.
///
/// Its questions are answered by arithmetic, not by branches: next to a random point of a random
/// game no branch is predictable.
struct Surroundings {
  let west: UInt8
  let east: UInt8
  let south: UInt8
  let north: UInt8

  /// 1 for each empty neighbour.
  @inline(__always)
  var emptyCount: UInt8 {
    // Only 0 - 1 has the top bit.
    (west &- 1) &>> 7 &+ (east &- 1) &>> 7 &+ (south &- 1) &>> 7 &+ (north &- 1) &>> 7
  }

  @inline(__always)
  var hasEmpty: Bool { ((west &- 1) | (east &- 1) | (south &- 1) | (north &- 1)) & 0x80 != 0 }

  /// Whether all four are friends or border, which has both colours' bits.
  @inline(__always)
  func enclose(_ stone: UInt8) -> Bool { west & east & south & north & stone != 0 }

  /// The colours of the stones among them; both if there are none.
  @inline(__always)
  var colours: UInt8 {
    let black: UInt8 = include(GoStone.black) ? GoStone.black : 0
    let white: UInt8 = include(GoStone.white) ? GoStone.white : 0
    return black | white == 0 ? GoStone.border : black | white
  }

  /// Whether at least one is a stone of this colour.
  @inline(__always)
  func include(_ stone: UInt8) -> Bool {
    west == stone || east == stone || south == stone || north == stone
  }
}

extension GoBoard {
  @inline(__always)
  mutating func surroundings(of point: Int) -> Surroundings {
    Surroundings(
      west: stones[point &- 1], east: stones[point &+ 1], south: stones[point &- stride],
      north: stones[point &+ stride])
  }

  /// Whether a stone here would have a liberty after its captures.
  ///
  /// - Precondition: the point is empty.
  @inline(__always)
  mutating func lives(_ stone: UInt8, at point: Int) -> Bool {
    let around = surroundings(of: point)
    return around.hasEmpty || lives(stone, at: point, enclosedBy: around)
  }

  /// The same for a point without empty neighbours.
  @inline(__always)
  mutating func lives(_ stone: UInt8, at point: Int, enclosedBy around: Surroundings) -> Bool {
    // More than four pseudo-liberties cannot all be this point.
    let friends =
      spare(stone, around.west, point &- 1) | spare(stone, around.east, point &+ 1)
      | spare(stone, around.south, point &- stride) | spare(stone, around.north, point &+ stride)
    if friends != 0 { return true }
    // Take the point's own liberty from the four neighbours, look, and give it back: a chain beside
    // it two or three times is then counted right without comparing names.
    takeLiberty(around: point, -1)
    let west = liberates(stone, around.west, pseudoLiberties[Int(chains[point &- 1])])
    let east = liberates(stone, around.east, pseudoLiberties[Int(chains[point &+ 1])])
    let south = liberates(stone, around.south, pseudoLiberties[Int(chains[point &- stride])])
    let north = liberates(stone, around.north, pseudoLiberties[Int(chains[point &+ stride])])
    takeLiberty(around: point, 1)
    return west | east | south | north != 0
  }

  @inline(__always)
  private mutating func takeLiberty(around point: Int, _ change: Int16) {
    pseudoLiberties[Int(chains[point &- 1])] &+= change
    pseudoLiberties[Int(chains[point &+ 1])] &+= change
    pseudoLiberties[Int(chains[point &- stride])] &+= change
    pseudoLiberties[Int(chains[point &+ stride])] &+= change
  }

  /// 1 if this neighbour is a friend with more than four pseudo-liberties.
  @inline(__always)
  private mutating func spare(_ stone: UInt8, _ neighbour: UInt8, _ point: Int) -> UInt8 {
    let isFriend: UInt8 = neighbour == stone ? 1 : 0
    let hasSpare: UInt8 = pseudoLiberties[Int(chains[point])] > 4 ? 1 : 0
    return isFriend & hasSpare
  }

  /// 1 if this neighbour gives the new stone a liberty: a friend with one left, or an enemy
  /// without.
  @inline(__always)
  private func liberates(_ stone: UInt8, _ neighbour: UInt8, _ liberties: Int16) -> UInt8 {
    let isFriend: UInt8 = neighbour == stone ? 1 : 0
    let isStone: UInt8 = neighbour == GoStone.border ? 0 : 1
    let isDead: UInt8 = liberties == 0 ? 1 : 0
    return (isFriend ^ isDead) & isStone
  }

  /// The hash of the board after playing here, without playing.
  ///
  /// - Precondition: the point is empty.
  mutating func hash(afterPlaying stone: UInt8, at point: Int) -> UInt64 {
    let dies = !lives(stone, at: point)
    var result = dies ? hash : hash ^ key(point, stone)
    takeLiberty(around: point, -1)
    var removed: InlineArray<4, UInt16> = [0, 0, 0, 0]
    for (index, step) in [-1, 1, -stride, stride].enumerated() {
      let chain = chains[point + step]
      let other = stones[point + step]
      if other == GoStone.none || other == GoStone.border || (other == stone) != dies { continue }
      if !dies && pseudoLiberties[Int(chain)] != 0 { continue }
      if removed[0] == chain || removed[1] == chain || removed[2] == chain { continue }
      removed[index] = chain
      result ^= hashes[Int(chain)]
    }
    takeLiberty(around: point, 1)
    return result
  }

  /// Whether at most one diagonal neighbour is an enemy, none at the border: what makes a point
  /// enclosed by friends an eye.
  @inline(__always)
  mutating func hasSafeDiagonals(for stone: UInt8, at point: Int) -> Bool {
    let enemy = stone ^ 3
    let southWest = stones[point &- stride &- 1]
    let southEast = stones[point &- stride &+ 1]
    let northWest = stones[point &+ stride &- 1]
    let northEast = stones[point &+ stride &+ 1]
    var enemies = 0
    if southWest == enemy { enemies &+= 1 }
    if southEast == enemy { enemies &+= 1 }
    if northWest == enemy { enemies &+= 1 }
    if northEast == enemy { enemies &+= 1 }
    let isAtBorder =
      southWest == GoStone.border || southEast == GoStone.border || northWest == GoStone.border
      || northEast == GoStone.border
    return enemies &+ (isAtBorder ? 1 : 0) < 2
  }
}

extension GoBoard {
  /// Puts a stone on an empty point and removes what it captures, its own chain last.
  @inline(__always)
  mutating func play(_ stone: UInt8, at point: Int) {
    let key = key(point, stone)
    hash ^= key
    stones[point] = stone
    chains[point] = UInt16(truncatingIfNeeded: point)
    next[point] = UInt16(truncatingIfNeeded: point)
    sizes[point] = 1
    hashes[point] = key
    played[point] |= stone
    emptyCount &-= 1
    exchangeEmpties(Int(ranks[point]), emptyCount)

    let around = surroundings(of: point)
    pseudoLiberties[point] = Int16(around.emptyCount)
    takeLiberty(around: point, -1)
    let captures =
      isCaptured(stone, around.west, point &- 1) | isCaptured(stone, around.east, point &+ 1)
      | isCaptured(stone, around.south, point &- stride)
      | isCaptured(stone, around.north, point &+ stride)
    if captures != 0 { removeEnemies(of: stone, around: point) }
    if around.west == stone { join(point, point &- 1) }
    if around.east == stone { join(point, point &+ 1) }
    if around.south == stone { join(point, point &- stride) }
    if around.north == stone { join(point, point &+ stride) }
    if pseudoLiberties[Int(chains[point])] == 0 { remove(Int(chains[point])) }
  }

  /// 1 if this neighbour is an enemy without liberties.
  @inline(__always)
  private mutating func isCaptured(_ stone: UInt8, _ neighbour: UInt8, _ point: Int) -> UInt8 {
    let isEnemy: UInt8 = neighbour == stone ^ 3 ? 1 : 0
    let isDead: UInt8 = pseudoLiberties[Int(chains[point])] == 0 ? 1 : 0
    return isEnemy & isDead
  }

  private mutating func removeEnemies(of stone: UInt8, around point: Int) {
    removeEnemy(of: stone, at: point - 1)
    removeEnemy(of: stone, at: point + 1)
    removeEnemy(of: stone, at: point - stride)
    removeEnemy(of: stone, at: point + stride)
  }

  private mutating func removeEnemy(of stone: UInt8, at point: Int) {
    if isCaptured(stone, stones[point], point) != 0 { remove(Int(chains[point])) }
  }

  private mutating func join(_ first: Int, _ second: Int) {
    var kept = Int(chains[first])
    var gone = Int(chains[second])
    if kept == gone { return }
    if sizes[kept] < sizes[gone] { swap(&kept, &gone) }
    sizes[kept] &+= sizes[gone]
    hashes[kept] ^= hashes[gone]
    pseudoLiberties[kept] &+= pseudoLiberties[gone]
    var point = gone
    repeat {
      chains[point] = UInt16(truncatingIfNeeded: kept)
      point = Int(next[point])
    } while point != gone
    // Exchanging one link of each makes one ring of two.
    let link = next[kept]
    next[kept] = next[gone]
    next[gone] = link
  }

  private mutating func remove(_ chain: Int) {
    hash ^= hashes[chain]
    var point = chain
    repeat {
      stones[point] = GoStone.none
      chains[point] = 0
      empties[emptyCount] = UInt16(truncatingIfNeeded: point)
      ranks[point] = UInt16(truncatingIfNeeded: emptyCount)
      emptyCount &+= 1
      takeLiberty(around: point, 1)
      point = Int(next[point])
    } while point != chain
  }
}

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
