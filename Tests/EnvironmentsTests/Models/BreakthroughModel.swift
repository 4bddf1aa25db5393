import ArenaCore
import TestKit

/// A slow model of Breakthrough.
struct BreakthroughModel: ReferenceRules {
  var grid: Grid
  var mover: Seat? = .first
  var winner: Seat?

  init(width: Int, height: Int) {
    grid = Grid(width: width, height: height)
    for place in grid.places {
      if place.y < 2 { grid.stones[place] = .first }
      if place.y >= height - 2 { grid.stones[place] = .second }
    }
  }

  func legalMoves() -> Set<String> {
    guard let mover else { return [] }
    let ahead = mover == .first ? 1 : -1
    var moves: Set<String> = []
    for (from, seat) in grid.stones where seat == mover {
      for side in -1...1 {
        let to = from.moved((side, ahead))
        guard grid.contains(to) else { continue }
        let isFree = grid.stones[to] == nil || side != 0 && grid.stones[to] != mover
        if isFree { moves.insert(grid.name(from) + grid.name(to)) }
      }
    }
    return moves
  }

  mutating func play(_ move: String) {
    let seat = mover!
    let split = move.lastIndex(where: \.isLetter)!
    let to = grid.place(String(move[split...]))
    grid.stones[grid.place(String(move[..<split]))] = nil
    grid.stones[to] = seat
    let isLast = to.y == (seat == .first ? grid.height - 1 : 0)
    if isLast || !grid.stones.values.contains(seat.opponent) {
      winner = seat
      mover = nil
    } else {
      mover = seat.opponent
    }
  }
}
