import ArenaCore
import Catalog
import Match
import Testing

@testable import arena

/// The board of every game, found in its own diagram.
@Suite struct DrawnBoardTests {
  private static let plain = Screen(
    isInteractive: false, hasColour: false, hasUnicode: false, width: 80)

  @Test(arguments: Catalog.games.map(\.name))
  func `every move of a game arrives at a place of its board`(name: String) throws {
    var session = try Catalog.game(name).session([:])
    let first = DrawnBoard(session.diagram)
    try #require(!first.rows.isEmpty, "no board in\n\(session.diagram)")
    var random = RandomSource(seed: 4)
    for _ in 0..<40 where session.turn != nil {
      let before = DrawnBoard(session.diagram)
      let legal = session.legalActions
      let seat = try #require(session.turn)
      let action = legal[random.below(legal.count)]
      try session.play(action)
      let after = DrawnBoard(session.diagram)
      #expect(after.rows.map(\.count) == first.rows.map(\.count))
      guard session.lastMove != "pass", session.lastMove != "swap" else { continue }
      let place = try #require(after.arrival(since: before), "\(session.moves)\n\(session.diagram)")
      #expect(after[place] == (seat == .first ? "x" : "o"))
    }
  }

  @Test func `the winning row is found, and nothing where there is none`() throws {
    var session = try Catalog.game("connect-four").session([:])
    for move in ["3", "3", "4", "4", "5", "5", "6"] { try session.play(notation: move) }
    let board = DrawnBoard(session.diagram)
    var before = session
    try before.undo()
    let last = try #require(board.arrival(since: DrawnBoard(before.diagram)))
    let won = board.winningRow(through: last, reason: try #require(session.outcome).reason)
    #expect(won == Set((2...5).map { DrawnBoard.Place(row: 5, column: $0) }))
    #expect(board.winningRow(through: last, reason: "two passes") == [])
    // Without colours the marks are parentheses, and a narrow terminal has no gaps.
    let lines = BoardView(session, on: Self.plain).lines()
    #expect(lines[5] == " . .(x)x)x)x) ." || lines[5].contains("(x)"), "\(lines)")
    let narrow = Screen(isInteractive: false, hasColour: false, hasUnicode: false, width: 10)
    #expect(BoardView(session, on: narrow).lines()[0] == " .......")
  }

  @Test func `a place stands for its move, one that several lead to for all`() throws {
    let go = try Catalog.game("go-lite").session(["size": "3"])
    let targets = BoardView(go, on: Self.plain).targets(in: go)
    #expect(targets.count == 9)
    #expect(targets[DrawnBoard.Place(row: 0, column: 0)] == "a3")
    let pawns = try Catalog.game("breakthrough").session([:])
    #expect(
      BoardView(pawns, on: Self.plain).targets(in: pawns)[DrawnBoard.Place(row: 5, column: 0)]
        == "a2a3/b2a3")
  }

  @Test func `colours are where they are wanted, and text is wrapped`() {
    let colour = Screen(isInteractive: true, hasColour: true, hasUnicode: true, width: 20)
    #expect(colour.paint("x", .first) == "\u{1B}[1;36mx\u{1B}[0m")
    #expect(Self.plain.paint("x", .first) == "x")
    #expect(colour.wrap("one two three four five six").allSatisfy { $0.count <= 20 })
    #expect(
      colour.wrap("one two three four five six").joined(separator: " ")
        .split(separator: " ").count == 6)
  }
}
