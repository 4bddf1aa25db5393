import ArenaCore
import TestKit

/// A slow model of Hex: a search from one side to the other after every move.
struct HexModel: ReferenceRules {
  var grid: Grid
  let swap: Bool
  var mover: Seat? = .first
  var winner: Seat?
  private var plies = 0

  init(size: Int, swap: Bool = false) {
    grid = Grid(width: size, height: size)
    self.swap = swap
  }

  func legalMoves() -> Set<String> {
    guard mover != nil else { return [] }
    return Set(grid.empty.map(grid.name) + (swap && plies == 1 ? ["swap"] : []))
  }

  mutating func play(_ move: String) {
    let seat = mover!
    plies += 1
    if move == "swap" {
      let old = grid.stones.keys.first!
      grid.stones = [Place(x: old.y, y: old.x): .second]
    } else {
      grid.stones[grid.place(move)] = seat
    }
    if connects(seat) {
      winner = seat
      mover = nil
    } else {
      mover = seat.opponent
    }
  }

  /// The first seat joins y = 0 and the last y, the second x = 0 and the last x.
  private func connects(_ seat: Seat) -> Bool {
    func depth(_ place: Place) -> Int { seat == .first ? place.y : place.x }
    var open = grid.places.filter { depth($0) == 0 && grid.stones[$0] == seat }
    var found = Set(open)
    while let place = open.popLast() {
      if depth(place) == grid.width - 1 { return true }
      for step in [(1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)] {
        let next = place.moved(step)
        if grid.stones[next] == seat && found.insert(next).inserted { open.append(next) }
      }
    }
    return false
  }
}
