import ArenaCore
import TestKit

/// A slow model of Othello: walks along all eight directions.
struct OthelloModel: ReferenceRules {
  var grid: Grid
  var mover: Seat? = .first

  init(size: Int) {
    grid = Grid(width: size, height: size)
    let (low, high) = (size / 2 - 1, size / 2)
    grid.stones[Place(x: low, y: low)] = .second
    grid.stones[Place(x: high, y: high)] = .second
    grid.stones[Place(x: high, y: low)] = .first
    grid.stones[Place(x: low, y: high)] = .first
  }

  private func turned(by place: Place, of seat: Seat) -> [Place] {
    guard grid.stones[place] == nil else { return [] }
    var all: [Place] = []
    for dx in -1...1 {
      for dy in -1...1 where (dx, dy) != (0, 0) {
        var row: [Place] = []
        var next = place.moved((dx, dy))
        while grid.stones[next] == seat.opponent {
          row.append(next)
          next = next.moved((dx, dy))
        }
        if grid.stones[next] == seat { all += row }
      }
    }
    return all
  }

  private func moves(of seat: Seat) -> [Place] {
    grid.places.filter { !turned(by: $0, of: seat).isEmpty }
  }

  func legalMoves() -> Set<String> {
    guard let mover else { return [] }
    let moves = moves(of: mover)
    return moves.isEmpty ? ["pass"] : Set(moves.map(grid.name))
  }

  mutating func play(_ move: String) {
    let seat = mover!
    if move != "pass" {
      let place = grid.place(move)
      for other in turned(by: place, of: seat) + [place] { grid.stones[other] = seat }
    }
    mover = moves(of: .first).isEmpty && moves(of: .second).isEmpty ? nil : seat.opponent
  }

  private var lead: Int {
    grid.stones.values.reduce(0) { $0 + ($1 == .first ? 1 : -1) }
  }

  var winner: Seat? { lead > 0 ? .first : lead < 0 ? .second : nil }
  var margin: Double? { Double(abs(lead)) }
}
