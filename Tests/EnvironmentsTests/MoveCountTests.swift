import ArenaCore
import Environments
import TestKit
import Testing

/// How many sequences of moves there are from the start. The figures of Othello are the published
/// ones (passes count as moves); of tic-tac-toe those that a pencil finds; the others were counted
/// by the slow models.
@Suite struct MoveCountTests {
  @Test func `tic-tac-toe has the known numbers of lines`() throws {
    let game = try MNK()
    let counts = (1...9).map { game.moveCount(depth: $0) }
    #expect(counts == [9, 72, 504, 3024, 15120, 54720, 148176, 200448, 127872])
  }

  @Test func `Othello has the published numbers of lines`() throws {
    let game = try Othello()
    let counts = (1...8).map { game.moveCount(depth: $0) }
    #expect(counts == [4, 12, 56, 244, 1396, 8200, 55092, 390216])
  }

  @Test func `Connect Four has the known numbers of lines`() throws {
    // Below a win no columns fill up, so each count is a power of seven until ply seven.
    let game = try ConnectFour()
    let counts = (1...7).map { game.moveCount(depth: $0) }
    #expect(counts == [7, 49, 343, 2401, 16807, 117649, 823536])
  }

  @Test(arguments: BoardGameCase.small)
  func `a small board has as many lines as in its slow model`(_ game: BoardGameCase) throws {
    try game.checkMoveCounts()
  }
}
