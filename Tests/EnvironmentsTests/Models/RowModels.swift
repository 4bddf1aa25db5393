import ArenaCore
import TestKit

/// A slow model of the m,n,k-game, freestyle and standard gomoku, and Connect Four.
struct RowModel: ReferenceRules {
  var grid: Grid
  let length: Int
  var exactly = false
  /// Whether stones drop to the bottom of a column, and moves are columns.
  var drops = false
  var mover: Seat? = .first
  var winner: Seat?

  func legalMoves() -> Set<String> {
    guard mover != nil else { return [] }
    if drops {
      return Set((0..<grid.width).filter { lowest($0) != nil }.map { "\($0 + 1)" })
    }
    return Set(grid.empty.map(grid.name))
  }

  private func lowest(_ x: Int) -> Place? {
    (0..<grid.height).map { Place(x: x, y: $0) }.first { grid.stones[$0] == nil }
  }

  mutating func play(_ move: String) {
    let seat = mover!
    let place = drops ? lowest(Int(move)! - 1)! : grid.place(move)
    grid.stones[place] = seat
    let runs = Grid.directions.map { grid.run(through: place, of: seat, $0) }
    if runs.contains(where: { exactly ? $0 == length : $0 >= length }) {
      winner = seat
      mover = nil
    } else {
      mover = grid.empty.isEmpty ? nil : seat.opponent
    }
  }
}

/// A slow model of renju, written from the definitions: a four is a set of four stones that one
/// stone more makes five, a three a set of three that one stone more makes a straight four.
struct RenjuModel: ReferenceRules {
  var grid: Grid
  var mover: Seat? = .first
  var winner: Seat?

  func legalMoves() -> Set<String> {
    guard let mover else { return [] }
    let places = grid.empty.filter { mover == .second || !isForbidden($0, grid) }
    return Set(places.map(grid.name))
  }

  mutating func play(_ move: String) {
    let seat = mover!
    let place = grid.place(move)
    grid.stones[place] = seat
    let runs = Grid.directions.map { grid.run(through: place, of: seat, $0) }
    if runs.contains(where: { seat == .first ? $0 == 5 : $0 >= 5 }) {
      winner = seat
      mover = nil
      return
    }
    mover = seat.opponent
    if legalMoves().isEmpty { mover = nil }
  }

  private func isForbidden(_ place: Place, _ grid: Grid) -> Bool {
    var grid = grid
    grid.stones[place] = .first
    let runs = Grid.directions.map { grid.run(through: place, of: .first, $0) }
    if runs.contains(5) { return false }
    if runs.contains(where: { $0 > 5 }) { return true }
    var fours = 0
    var threes = 0
    for step in Grid.directions {
      let added = self.fours(place, step, grid).count
      fours += added
      if added == 0 && hasThree(place, step, grid) { threes += 1 }
    }
    return fours > 1 || threes > 1
  }

  /// The sets of four black stones in one line, `place` among them, that a stone would make five.
  private func fours(_ place: Place, _ step: (Int, Int), _ grid: Grid) -> Set<Set<Place>> {
    var found: Set<Set<Place>> = []
    for offset in -4...0 {
      let window = (0..<5).map { place.moved(step, offset + $0) }
      let black = Set(window.filter { grid.stones[$0] == .first })
      guard black.count == 4, black.contains(place) else { continue }
      let gap = window.first { !black.contains($0) }!
      guard grid.contains(gap), grid.stones[gap] == nil else { continue }
      if grid.run(through: gap, of: .first, step) == 5 { found.insert(black) }
    }
    return found
  }

  /// Whether some stone, itself not forbidden, would make a straight four with `place`.
  private func hasThree(_ place: Place, _ step: (Int, Int), _ grid: Grid) -> Bool {
    for offset in -3...0 {
      let window = (0..<4).map { place.moved(step, offset + $0) }
      let gaps = window.filter { grid.stones[$0] != .first }
      guard gaps.count == 1, grid.contains(gaps[0]), grid.stones[gaps[0]] == nil else { continue }
      var filled = grid
      filled.stones[gaps[0]] = .first
      let ends = [window[0].moved(step, -1), window[3].moved(step, 1)]
      let isStraight = ends.allSatisfy {
        filled.contains($0) && filled.stones[$0] == nil
          && filled.run(through: $0, of: .first, step) == 5
      }
      let makesFive = Grid.directions.contains { filled.run(through: gaps[0], of: .first, $0) == 5 }
      if isStraight && !makesFive && !isForbidden(gaps[0], grid) { return true }
    }
    return false
  }
}

/// A slow model of gomoku's swap2 opening over freestyle rules.
struct Swap2Model: ReferenceRules {
  var rows: RowModel
  var plan = [Seat.first, .first, .first]  // who still acts before colours are settled
  var colours: [Seat]?  // black's and white's seat
  var options: Set<String> = []
  var placed = 0

  var mover: Seat? {
    guard let colour = rows.mover else { return nil }
    if let next = plan.first { return next }
    return colours.map { $0[colour.rawValue] }
  }

  var winner: Seat? { rows.winner.map { colours![$0.rawValue] } }

  func legalMoves() -> Set<String> { rows.legalMoves().union(options) }

  mutating func play(_ move: String) {
    let seat = mover!
    if move == "two" {
      plan = [.second, .second]
      options = []
      return
    }
    if move == "swap" {
      colours = [seat, seat.opponent]
      plan = []
      options = []
      return
    }
    rows.play(move)
    placed += 1
    if colours != nil { return }
    if !options.isEmpty {
      colours = [seat.opponent, seat]
      plan = []
      options = []
      return
    }
    plan.removeFirst()
    if placed == 3 {
      plan = [.second]
      options = ["swap", "two"]
    } else if placed == 5 {
      plan = [.first]
      options = ["swap"]
    }
  }
}
