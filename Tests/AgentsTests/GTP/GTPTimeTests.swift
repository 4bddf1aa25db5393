import ArenaCore
import Environments
import Testing

@testable import Agents

/// What a program has to do with the clock of its game.
@Suite struct GTPTimeTests {
  private func game() throws -> GoLite { try GoLite(["size": "5"]) }

  private func player(_ program: FakeProgram) -> GTPPlayer<GoLite> {
    GTPPlayer(GTPPlayer.Setting(command: program.command, limit: .seconds(1000)), seed: 1)
  }

  @Test(arguments: [FakeProgram.hangs, FakeProgram.neverStops])
  func `a program gets no longer than its clock`(_ reply: String) throws {
    let program = try FakeProgram([reply])
    var player: GTPPlayer<GoLite>? = player(program)
    var random = RandomSource(seed: 1)
    player?.begin(as: .first, in: try game())
    _ = player?.choose(
      in: try game(), within: Budget(hardLimit: .seconds(2)), using: &random)
    guard case .silence(let text) = player?.surrender else {
      Issue.record("it played on")
      return
    }
    // Less than the 2 seconds, because other commands came before.
    #expect(text.contains("did not answer 'genmove black' within 1."), "\(text)")
    // It is ended at once, not when the player goes.
    #expect(program.ends)
    player = nil
  }

  @Test func `a program that knows the commands hears how long it may think`() throws {
    let program = try FakeProgram(
      ["=%s C3\n\n", "=%s C4\n\n"], listing: "play\ngenmove\ntime_left\ntime_settings")
    var player = player(program)
    var random = RandomSource(seed: 1)
    var world = try game()
    player.begin(as: .first, in: world)
    for reply in ["a1", "a2"] {
      let action = player.choose(
        in: world, within: Budget(hardLimit: .seconds(500)), using: &random)
      #expect(player.surrender == nil)
      for action in [action, try #require(world.action(from: reply))] {
        world.play(action)
        player.observe(action, leadingTo: world)
      }
    }
    // What was left when it was told, on a machine however busy.
    let heard = program.heard.map { $0.replacing(#/ 4\d\d 1$/#, with: " N 1") }
    #expect(
      heard == [
        "boardsize 5", "komi 7.5", "clear_board", "list_commands", "time_settings 0 N 1",
        "time_left black N 1", "genmove black", "play white a1", "time_settings 0 N 1",
        "time_left black N 1", "genmove black",
      ])
  }

  @Test func `a program that refuses the time plays all the same`() throws {
    let program = try FakeProgram(
      ["=%s C3\n\n"], refusing: "time_settings 0 4?? 1", listing: "time_settings")
    var player = player(program)
    var random = RandomSource(seed: 1)
    player.begin(as: .first, in: try game())
    let action = player.choose(
      in: try game(), within: Budget(hardLimit: .seconds(500)), using: &random)
    #expect(player.surrender == nil)
    #expect(try game().notation(of: action) == "c3")
  }
}
