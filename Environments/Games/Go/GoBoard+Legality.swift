/// What a stone would do, without playing it.
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
  mutating func takeLiberty(around point: Int, _ change: Int16) {
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
