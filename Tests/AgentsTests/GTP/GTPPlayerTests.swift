import ArenaCore
import Environments
import Foundation
import Testing

@testable import Agents

@Suite struct GTPPlayerTests {
  private static func game() throws -> GoLite { try GoLite(["size": "5", "komi": "6.5"]) }

  private static func player(
    _ program: FakeProgram, limit: Duration = .seconds(20)
  ) -> GTPPlayer<GoLite> {
    GTPPlayer(GTPPlayer.Setting(command: program.command, limit: limit), seed: 1)
  }

  /// Plays for the player and for the moves given, in turn, the player first.
  private static func play(
    _ player: inout GTPPlayer<GoLite>, replies: [String], count: Int, from start: GoLite
  ) throws -> [String] {
    var game = start
    var random = RandomSource(seed: 1)
    var moves: [String] = []
    player.begin(as: .first, in: game)
    for index in 0..<count {
      let own = player.choose(in: game, within: .unlimited, using: &random)
      moves.append(game.notation(of: own))
      game.play(own)
      player.observe(own, leadingTo: game)
      guard replies.indices.contains(index) else { continue }
      let reply = try #require(game.action(from: replies[index]))
      game.play(reply)
      player.observe(reply, leadingTo: game)
    }
    return moves
  }

  @Test func `a program hears of a game once and then only of new moves`() throws {
    let program = try FakeProgram(["=%s C3\n\n", "=%s D4\n\n", "=%s pass\n\n"])
    var player: GTPPlayer<GoLite>? = Self.player(program)
    let moves = try Self.play(&player!, replies: ["b2", "pass"], count: 3, from: Self.game())
    #expect(moves == ["c3", "d4", "pass"])
    #expect(player?.surrender == nil)
    player = nil
    #expect(
      program.heard == [
        "boardsize 5", "komi 6.5", "clear_board", "genmove black", "play white b2",
        "genmove black", "play white pass", "genmove black", "quit",
      ])
    #expect(program.ends)
  }

  @Test(arguments: [
    "=%s C3\r\n\r\n", "= c3\n\n", "\n\n\nwelcome\n\n=%s\tC3  \n\n\n", "=0 D4\n\n=%s C3\n\n",
    "?0 late\n\n=%s C\\0013\n\n",
  ])
  func `an answer counts whatever its dress`(_ reply: String) throws {
    let program = try FakeProgram([reply, "=%s D4\n\n"])
    var player = Self.player(program)
    let moves = try Self.play(&player, replies: ["e5"], count: 2, from: Self.game())
    #expect(moves == ["c3", "d4"])
    #expect(player.surrender == nil)
  }

  @Test(arguments: [
    ("=%s resign\n\n", nil), ("=%s RESIGN\r\n\n", nil),
    ("?%s cannot\nthink\n\n", "refused 'genmove black': cannot think"),
    ("=%s\n\n", "answered 'genmove black' with '', which is no move"),
    ("=%s Z9\n\n", "answered 'genmove black' with 'Z9', which is no move"),
    ("=%s C3\nD4\n\n", "answered 'genmove black' with 'C3 D4', which is no move"),
    ("=%s A1\n\n", "made the illegal move A1"),
    (FakeProgram.dies, "ended (exit status 3) before it answered 'genmove black'"),
    (FakeProgram.hangs, "did not answer 'genmove black' within 0.3 seconds"),
    (FakeProgram.neverStops, "did not answer 'genmove black' within 0.3 seconds"),
    ("=%s C3\n", "did not answer 'genmove black' within 0.3 seconds"),
    ("=777 C3\n\n", "did not answer 'genmove black' within 0.3 seconds"),
  ])
  func `a program that fails gives up, and plays the next game`(
    _ reply: String, _ failure: String?
  ) throws {
    let program = try FakeProgram(["=%s A1\n\n", reply, "=%s B1\n\n", "=%s C1\n\n"])
    // Enough for every good answer of a shell on a busy machine but no longer than the test needs.
    var player: GTPPlayer<GoLite>? = Self.player(program, limit: .seconds(0.3))
    let moves = try Self.play(&player!, replies: ["e5"], count: 2, from: Self.game())
    #expect(moves == ["a1", "pass"])
    let reason = failure.map { failure in
      let text = "the program '\(program.command)' \(failure)"
      return failure.hasPrefix("did not answer")
        ? Surrender.silence(text)
        : failure.hasPrefix("ended") ? .failure(text) : .illegalMove(text)
    }
    #expect(player?.surrender == reason ?? .resignation)
    _ = try Self.play(&player!, replies: [], count: 1, from: Self.game())
    #expect(player?.surrender == nil)
    #expect(program.processCount > 0)
    player = nil
    #expect(program.ends)
  }

  @Test func `a program that refuses a move gets the whole position`() throws {
    let program = try FakeProgram(["=%s C3\n\n", "=%s D4\n\n"], refusing: "play white b2")
    var player = Self.player(program)
    let moves = try Self.play(&player, replies: ["b2"], count: 2, from: Self.game())
    #expect(moves == ["c3", "d4"])
    #expect(
      program.heard.dropFirst(4) == [
        "play white b2", "boardsize 5", "komi 6.5", "clear_board", "play black c3",
        "play white b2", "genmove black",
      ])
  }

  @Test func `a position not seen to grow is set up`() throws {
    var game = try Self.game()
    for move in ["a1", "e5", "pass", "d5", "b2", "pass"] {
      game.play(try #require(game.action(from: move)))
    }
    let program = try FakeProgram(["=%s C3\n\n", "=%s C4\n\n"])
    var player = Self.player(program)
    var random = RandomSource(seed: 1)
    for move in ["c3", "c4"] {
      let action = player.choose(in: game, within: .unlimited, using: &random)
      #expect(game.notation(of: action) == move)
    }
    let setUp = [
      "boardsize 5", "komi 6.5", "clear_board", "play black a1", "play black b2",
      "play white d5", "play white e5", "play white pass", "genmove black",
    ]
    #expect(program.heard == setUp + setUp)
  }

  @Test func `a number of the player's own is in the command`() throws {
    let program = try FakeProgram(["=%s C3\n\n"])
    let command = "[ {seed} = 7 ] && \(program.command)"
    for (seed, surrenders) in [(0xffff_ffff_8000_0007, false), (8, true)] as [(UInt64, Bool)] {
      var player = GTPPlayer<GoLite>(GTPPlayer.Setting(command: command), seed: seed)
      _ = try Self.play(&player, replies: [], count: 1, from: Self.game())
      #expect((player.surrender != nil) == surrenders)
    }
  }

  @Test func `a program that is not fit is refused in one line`() throws {
    func refusal(_ command: String, _ options: [String: String] = [:]) throws -> String {
      let setting = GTPPlayer<GoLite>.Setting(command: command, limit: .seconds(5))
      let game = try GoLite(options)
      do throws(GTPRefusal) { try GTPPlayer.check(setting, for: game) } catch {
        return error.description
      }
      return ""
    }
    let asked = "before it answered 'boardsize 9'"
    #expect(
      try refusal("no-such-program --mode gtp")
        == "gtp: the program 'no-such-program --mode gtp' ended (no such program) \(asked)")
    #expect(try refusal("kill -9 $$") == "gtp: the program 'kill -9 $$' ended (signal 9) \(asked)")
    #expect(try refusal(" ").contains("option command is missing"))
    let program = try FakeProgram([], refusing: "boardsize 7")
    #expect(try refusal(program.command) == "")
    #expect(
      try refusal(program.command, ["size": "7"]).hasSuffix("refused 'boardsize 7': not that"))
    #expect(
      try refusal(program.command, ["columns": "5", "rows": "7"])
        == "gtp: programs play on square boards only, not on 5 by 7")
    #expect(program.ends)
  }
}
