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
