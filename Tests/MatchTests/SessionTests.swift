import ArenaCore
import Environments
import Testing

@testable import Match

@Suite struct SessionTests {
  @Test func `a session plays, refuses and takes back`() throws {
    var session: any GameSession = Session(try ConnectFour())
    #expect(session.gameName == "connect-four")
    #expect(session.legalMoves == ["1", "2", "3", "4", "5", "6", "7"])
    #expect(throws: SessionError.notAMove("x")) { try session.play(notation: "x") }
    #expect(throws: SessionError.notAMove("action 7")) { try session.play(7) }
    #expect(throws: SessionError.nothingToUndo) { try session.undo() }
    try session.play(notation: "4")
    try session.play(3)
    #expect(session.moves == ["4", "4"])
    #expect(session.turn == .first)
    for move in ["4", "4", "4", "4"] { try session.play(notation: move) }
    #expect(throws: SessionError.illegal("4")) { try session.play(notation: "4") }
    #expect(session.ply == 6)
    for move in ["1", "2", "1", "2", "1", "2", "1"] { try session.play(notation: move) }
    #expect(throws: SessionError.gameOver) { try session.play(0) }
    session.reset()
    #expect(session.ply == 0 && session.lastMove == nil && session.legalActions.count == 7)
  }

  @Test func `undo returns through every position of long games`() throws {
    var random = RandomSource(seed: 1)
    for _ in 0..<20 {
      var session = Session(try ConnectFour())
      var boards = [session.diagram]
      // Mostly forth, sometimes far back and on by another way.
      for _ in 0..<100 where session.turn != nil {
        let legal = session.legalActions
        try session.play(legal[random.below(legal.count)])
        boards.append(session.diagram)
        guard random.below(8) == 0 else { continue }
        for _ in 0..<random.below(session.ply + 1) {
          try session.undo()
          boards.removeLast()
          #expect(session.diagram == boards.last)
        }
      }
      while session.ply > 0 {
        #expect(session.diagram == boards[session.ply])
        try session.undo()
      }
      #expect(session.diagram == boards[0] && session.turn == .first)
    }
  }

  @Test func `the directory starts games by name and options`() throws {
    var defaults = ConnectFour.Settings()
    (defaults.columns, defaults.rows) = (5, 4)
    let directory = GameDirectory([
      .init(ConnectFour.self),
      .init(ConnectFour.self, name: "small-four", defaults: defaults),
    ])
    #expect(try directory.session("connect-four", ["columns": "6"]).optionsText == "columns=6")
    let small = try directory.session("small-four")
    #expect(small.gameName == "small-four" && small.actionCount == 5)
    #expect(try directory.session("small-four", ["columns": "6"]).actionCount == 6)
    #expect(throws: DirectoryError.unknownGame("chess", known: ["connect-four", "small-four"])) {
      try directory.session("chess")
    }
    #expect(throws: DirectoryError.self) {
      try directory.session("connect-four", ["columns": "99"])
    }
    #expect(throws: DirectoryError.self) {
      try directory.session("connect-four", ["columns": "16", "rows": "16"])
    }
  }
}
