import ArenaCore
import Environments
import Testing

/// Move notation is ASCII, read by its bytes; the conformance test tries more of it for every game.
@Suite struct NotationTests {
  @Test(arguments: ["a\u{301}1", "a1\u{301}", "a\u{661}", "\u{ff41}1", "a\u{ff11}", "\u{e1}1"])
  func `a letter with an accent is no column, and a foreign digit no row`(_ text: String) throws {
    let games: [any BoardGame] = [
      try MNK(), try Gomoku(), try GoLite(), try Go(), try Othello(), try Hex(),
    ]
    for game in games {
      #expect(game.action(from: text) == nil, "\(type(of: game).name)")
      #expect(game.action(from: "a1") != nil && game.action(from: "A1") != nil)
    }
    let pawns = try Breakthrough()
    #expect(pawns.action(from: text + "b2") == nil && pawns.action(from: "b2" + text) == nil)
    #expect(pawns.action(from: "a1b2") != nil)
  }

  @Test(arguments: ["1\u{301}", "\u{661}", "\u{ff11}", "+1", "01", "1 "])
  func `a column's number is ASCII digits only`(_ text: String) throws {
    #expect(try ConnectFour().action(from: text) == nil)
  }

  @Test func `a game's guide names each plane of its observation`() throws {
    let games: [any BoardGame] = [
      try MNK(), try ConnectFour(), try Gomoku(), try GoLite(), try Go(), try Othello(), try Hex(),
      try Hex(["swap": "true"]), try Breakthrough(), try Gomoku(["opening": "swap2"]),
      try Gomoku(["threats": "true", "opening": "swap2"]), try Gomoku(["threats": "true"]),
    ]
    for game in games {
      guard case .planes(let channels, _, _) = game.observationShape else { continue }
      let guide = game.guide
      #expect(guide.planes.count == channels, "\(type(of: game).name)")
      #expect(Set(guide.planes).count == channels && !guide.notation.isEmpty)
      #expect((guide.planes + [guide.notation]).allSatisfy { !$0.contains("\n") })
    }
  }
}
