import ArenaCore
import TestKit

/// A slow model of Go: whole boards in a set, chains by flood fill.
struct GoModel: ReferenceRules {
  enum Superko { case positional, situational, simple }

  private struct Situation: Hashable {
    var stones: [Place: Seat]
    var mover: Seat?
  }

  var grid: Grid
  let komi: Double
  let superko: Superko
  let suicide: Bool
  let maxMoves: Int
  var mover: Seat? = .first
  private var history: [[Place: Seat]] = [[:]]
  private var seen: Set<Situation> = []
  private var moves: [String] = []

  init(
    width: Int, height: Int, komi: Double = 7.5, superko: Superko = .positional,
    suicide: Bool = false, maxMoves: Int? = nil
  ) {
    let letters = Grid.letters.filter { $0 != "i" }
    grid = Grid(width: width, height: height, letters: letters)
    self.komi = komi
    self.superko = superko
    self.suicide = suicide
    self.maxMoves = maxMoves ?? max(120, 2 * width * height)
    record()
  }

  private func situation(_ stones: [Place: Seat], _ mover: Seat?) -> Situation {
    Situation(stones: stones, mover: superko == .situational ? mover : nil)
  }

  private mutating func record() { seen.insert(situation(grid.stones, mover)) }

  private func neighbours(_ place: Place) -> [Place] {
    [(1, 0), (-1, 0), (0, 1), (0, -1)].map { place.moved($0) }.filter(grid.contains)
  }

  /// The region of one content around a place, and what borders it.
  private func region(_ start: Place, _ stones: [Place: Seat]) -> (Set<Place>, Set<Seat?>) {
    var found: Set<Place> = [start]
    var open = [start]
    var borders: Set<Seat?> = []
    while let place = open.popLast() {
      for next in neighbours(place) {
        if stones[next] != stones[start] {
          borders.insert(stones[next])
        } else if found.insert(next).inserted {
          open.append(next)
        }
      }
    }
    return (found, borders)
  }

  private func hasLiberty(_ place: Place, _ stones: [Place: Seat]) -> Bool {
    region(place, stones).1.contains(nil)
  }

  /// The board after a move; nil if it is not legal.
  private func board(after place: Place, by seat: Seat) -> [Place: Seat]? {
    guard grid.stones[place] == nil else { return nil }
    var stones = grid.stones
    stones[place] = seat
    for next in neighbours(place) where stones[next] == seat.opponent {
      if hasLiberty(next, stones) { continue }
      for dead in region(next, stones).0 { stones[dead] = nil }
    }
    if !hasLiberty(place, stones) {
      let own = region(place, stones).0
      guard suicide, own.count > 1 else { return nil }
      for dead in own { stones[dead] = nil }
    }
    if superko == .simple {
      return history.count > 1 && history[history.count - 2] == stones ? nil : stones
    }
    return seen.contains(situation(stones, seat.opponent)) ? nil : stones
  }

  func legalMoves() -> Set<String> {
    guard let mover else { return [] }
    return Set(grid.places.filter { board(after: $0, by: mover) != nil }.map(grid.name) + ["pass"])
  }

  func randomMoves() -> Set<String> {
    let moves = legalMoves().filter { $0 != "pass" && !isEye(grid.place($0)) }
    return moves.isEmpty ? ["pass"] : moves
  }

  private func isEye(_ place: Place) -> Bool {
    guard neighbours(place).allSatisfy({ grid.stones[$0] == mover }) else { return false }
    let corners = [(1, 1), (1, -1), (-1, 1), (-1, -1)].map { place.moved($0) }
    let onBoard = corners.filter(grid.contains)
    let enemies = onBoard.count { grid.stones[$0] == mover?.opponent }
    return onBoard.count < 4 ? enemies == 0 : enemies < 2
  }

  mutating func play(_ move: String) {
    let seat = mover!
    if move != "pass" { grid.stones = board(after: grid.place(move), by: seat)! }
    history.append(grid.stones)
    moves.append(move)
    mover = seat.opponent
    record()
    if moves.suffix(2) == ["pass", "pass"] || moves.count == maxMoves { mover = nil }
  }

  private var score: Double {
    var score = -komi
    for place in grid.places {
      var owner = grid.stones[place]
      if owner == nil {
        let borders = region(place, grid.stones).1
        if borders.count == 1 { owner = borders.first! }
      }
      if let owner { score += owner == .first ? 1 : -1 }
    }
    return score
  }

  var winner: Seat? { score > 0 ? .first : score < 0 ? .second : nil }
  var margin: Double? { abs(score) }
}
