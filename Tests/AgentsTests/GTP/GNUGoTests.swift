import ArenaCore
import TestKit
import Testing

@testable import Agents
@testable import Environments

/// Whole games against GNU Go, with its board, and what it holds legal there, beside ours.
@Suite(
  .enabled(if: runsPeerChecks, "set ARENA_PYTHON_CHECKS=1 to run it"),
  .enabled(if: Peer.hasGNUGo, "gnugo is not installed"))
struct GNUGoTests {
  /// - Parameters:
  ///   - superko: with GNU Go's option for the same.
  ///   - forgets: whether each position is set up afresh.
  @Test(arguments: [
    (5, "positional", "--positional-superko", false),
    (7, "positional", "--positional-superko", false),
    (5, "simple", "--simple-ko", false), (5, "simple", "--simple-ko", true),
    (7, "simple", "--simple-ko", true),
  ])
  func `GNU Go's board and its legal moves are ours after every move`(
    _ size: Int, _ superko: String, _ option: String, _ forgets: Bool
  ) throws {
    let command =
      "\(Peer.gnuGo) --mode gtp --level 1 --chinese-rules --never-resign --capture-all-dead"
      + " --seed {seed} \(option)"
    let start = try GoLite(["size": "\(size)", "superko": superko, "max-moves": "150"])
    var (moves, captures, kos) = (0, 0, 0)
    for number in 0..<12 {
      var random = RandomSource(seed: 3, streams: UInt32(number))
      var player = GTPPlayer<GoLite>(GTPPlayer.Setting(command: command), seed: random.next())
      let seat = number.isMultiple(of: 2) ? Seat.first : .second
      var game = start
      player.begin(as: seat, in: game)
      while let turn = game.turn {
        // The other seat captures where it can, for the sake of kos, else plays any stone.
        let legal = game.legalActions
        let action =
          turn == seat
          ? player.choose(in: game, within: .unlimited, using: &random)
          : legal.first { takes(game, $0) } ?? legal[random.below(max(1, legal.count - 1))]
        #expect(player.surrender == nil)
        if takes(game, action) { captures += 1 }
        game.play(action)
        if forgets {
          player.begin(as: seat, in: game)
        } else {
          player.observe(action, leadingTo: game)
        }
        moves += 1
        if game.turn != nil { kos += try compare(&player, with: game) }
      }
    }
    print("GNU Go \(option): \(moves) moves, \(captures) captures, \(kos) ko bans, the same")
    #expect(captures > 10 && kos > 0)
  }

  /// Whether the move takes stones.
  private func takes(_ game: GoLite, _ action: Int) -> Bool {
    guard action != game.pass else { return false }
    var next = game
    next.play(action)
    return next.board.emptyCount >= game.board.emptyCount
  }

  /// Compares stones and legal moves; returns how many points a ko forbids.
  private func compare(_ player: inout GTPPlayer<GoLite>, with game: GoLite) throws -> Int {
    try player.follow(to: game)
    for (owner, colour) in zip(Seat.allCases, ["black", "white"]) {
      let ours = game.stones.indices.filter { game.stones[$0] == owner }.map(game.notation)
      #expect(try points(player.ask("list_stones \(colour)")) == Set(ours))
    }
    let theirs = try points(player.ask("all_legal \(game.turn == .first ? "black" : "white")"))
    let ours = Set(game.legalActions.map(game.notation)).subtracting(["pass"])
    #expect(theirs.subtracting(["pass"]) == ours)
    var copy = game
    return (0..<game.cells).count { copy.isBanned(game.board.point(ofCell: $0)) }
  }

  private func points(_ answer: String) -> Set<String> {
    Set(answer.lowercased().split(separator: " ").map(String.init))
  }
}
