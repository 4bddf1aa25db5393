import Environments
import Match
import Testing

@testable import Web

/// Boards as pages draw them, read off the games' diagrams.
@Suite struct BoardTests {
  private func session(
    _ entry: GameDirectory.Entry, _ options: [String: String] = [:], _ moves: [String] = []
  ) throws -> any GameSession {
    var session = try entry.session(options)
    for move in moves { try session.play(notation: move) }
    return session
  }

  @Test func `a board of coordinates has its names and its cells from the top`() throws {
    let session = try session(.init(GoLite.self), ["columns": "4", "rows": "3"], ["a1", "d3"])
    let shape = BoardShape(of: session)
    #expect(shape.kind == .points)
    #expect(shape.columnNames == ["a", "b", "c", "d"])
    #expect(shape.rowNames == ["3", "2", "1"])
    let picture = BoardPicture(of: session, shape)
    #expect(picture.cells == "...o....x...")
    #expect(picture.last == "d3")
    #expect(picture.turn == "first")
    #expect(picture.legal.contains("pass"))
  }

  @Test func `columns are numbered where discs are dropped`() throws {
    let session = try session(
      .init(ConnectFour.self), ["columns": "11", "rows": "3"], ["11", "11", "1"])
    let shape = BoardShape(of: session)
    #expect(shape.kind == .columns)
    #expect(shape.columnNames == (1...11).map(String.init))
    #expect(shape.rowNames == ["3", "2", "1"])
    #expect(BoardPicture(of: session, shape).cells == "..........." + "..........o" + "x.........x")
  }

  @Test func `rows that shift to the right are hexagons`() throws {
    for size in [2, 11, 19] {
      let session = try session(.init(Hex.self), ["size": "\(size)"], ["a2", "b1"])
      let shape = BoardShape(of: session)
      #expect(shape.kind == .hexagons)
      #expect(shape.rows == size && shape.columns == size)
      let cells = Array(BoardPicture(of: session, shape).cells)
      #expect(cells.count == size * size)
      #expect(cells[1] == "o" && cells[size] == "x")
    }
  }

  @Test func `other boards are squares, and a diagram that is no grid is text`() throws {
    for entry in [
      GameDirectory.Entry(Othello.self), .init(Breakthrough.self), .init(MNK.self),
    ] {
      let shape = BoardShape(of: try session(entry))
      #expect(shape.kind == .squares, "\(entry.name)")
    }
    #expect(BoardShape(of: try session(.init(Gomoku.self))).kind == .points)
    let text = BoardShape(diagram: "pile 1: ooo\npile 2: oo", of: "nim")
    #expect(text.kind == .text)
    #expect(text.cells(of: "pile 1: ooo") == "pile 1: ooo")
    #expect(BoardShape(diagram: "", of: "nothing").kind == .text)
  }

  @Test func `a record is replayed, and one that breaks the rules is not`() throws {
    let games = GameDirectory([.init(ConnectFour.self)])
    func record(_ moves: [String]) -> GameRecord {
      GameRecord(
        game: "connect-four", first: "a", second: "b", moves: moves,
        outcome: .init(winner: .first, reason: "four in a row"), cause: .rules)
    }
    let replay = try ReplayedGame(record(["1", "2", "1"]), in: games)
    #expect(replay.cells.count == 4)
    #expect(replay.seats == ["first", "second", "first"])
    #expect(throws: (any Error).self) { try ReplayedGame(record(["1", "9"]), in: games) }
  }
}
