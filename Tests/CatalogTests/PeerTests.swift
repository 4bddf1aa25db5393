import ArenaCore
import Catalog
import Foundation
import TestKit
import Testing

/// The rules against those of other programs, where these are installed.
@Suite(.enabled(if: runsPeerChecks, "set ARENA_PYTHON_CHECKS=1 to run it"))
struct PeerTests {
  /// A game as we and OpenSpiel name it, and how many to compare.
  struct Counterpart: Sendable, CustomStringConvertible {
    var game: String
    var options: [String: String] = [:]
    var theirs: String
    var games: Int

    var description: String { theirs }

    static let all = [
      Counterpart(game: "tic-tac-toe", theirs: "tic_tac_toe", games: 1000),
      Counterpart(
        game: "mnk", options: ["columns": "5", "rows": "4", "length": "4"],
        theirs: "mnk(m=5,n=4,k=4)", games: 1000),
      Counterpart(game: "connect-four", theirs: "connect_four", games: 1000),
      Counterpart(game: "gomoku", theirs: "gomoku", games: 100),
      Counterpart(
        game: "go-lite", options: ["size": "5", "komi": "0.5", "max-moves": "120"],
        theirs: "go(board_size=5,komi=0.5,max_game_length=120)", games: 500),
      Counterpart(game: "go-lite", theirs: "go(board_size=9,komi=7.5)", games: 200),
      Counterpart(game: "go", theirs: "go(board_size=19,komi=7.5)", games: 20),
      Counterpart(game: "othello", theirs: "othello", games: 500),
      Counterpart(game: "hex", theirs: "hex(board_size=11)", games: 300),
      Counterpart(
        game: "hex", options: ["size": "5"], theirs: "hex(board_size=5)", games: 1000),
      Counterpart(game: "breakthrough", theirs: "breakthrough", games: 500),
    ]
  }

  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Peers/openspiel_replay.py").path()

  @Test(
    .enabled(if: Peer.hasPython("pyspiel"), "python3 with open_spiel is not installed"),
    arguments: Counterpart.all)
  func `OpenSpiel allows the same moves and finds the same results`(
    _ pair: Counterpart
  ) throws {
    let games = RandomGames(count: pair.games, isUniform: true)
    try Catalog.game(pair.game).receive(games, pair.options)
    let lines = games.records.map { record in
      let plies = record.plies.map { "\($0.move):\($0.legal.joined(separator: ","))" }
      return ([pair.theirs] + plies + ["end \(record.result)"]).joined(separator: ";") + "\n"
    }
    let answer = try Peer.run(
      "python3", [Self.script], input: lines.joined())
    let plies = games.records.reduce(0) { $0 + $1.plies.count }
    #expect(answer == "\(pair.theirs) \(pair.games) \(plies) 0 0\n")
    print("\(pair.theirs): \(pair.games) games, \(plies) plies, 0 mismatches")
  }

  /// Random games that fill no eyes end with every stone alive, where both programs count alike.
  @Test(.enabled(if: Peer.hasGNUGo, "gnugo is not installed"))
  func `GNU Go counts the same score in finished games`() throws {
    let games = RandomGames(count: 150, isUniform: false)
    try Catalog.game("go-lite").receive(games, [:])
    let finished = games.records.filter { $0.reason == "two passes" }
    #expect(finished.count > 100)
    var script = "boardsize 9\nkomi 7.5\n"
    for record in finished {
      script += "clear_board\n"
      for (index, ply) in record.plies.enumerated() {
        script += "play \(index.isMultiple(of: 2) ? "b" : "w") \(ply.move)\n"
      }
      script += "final_score\n"
    }
    let answer = try Peer.run(
      Peer.gnuGo, ["--mode", "gtp", "--chinese-rules"], input: script + "quit\n")
    #expect(!answer.contains("?"), "GNU Go refuses a move")
    let scores = answer.split(separator: "\n").filter { $0.contains("+") }.map { $0.dropFirst(2) }
    let ours = finished.map { record in
      "\(record.result > 0 ? "B" : "W")+\(record.margin.map { "\($0)" } ?? "?")"
    }
    #expect(scores.map(String.init) == ours)
    print("GNU Go: \(scores.count) finished games, the same scores")
  }
}

/// Random games written down.
private final class RandomGames: GameVisitor {
  struct Record {
    var plies: [(move: String, legal: [String])] = []
    /// From the first seat's view.
    var result = 0.0
    var margin: Double?
    var reason = ""
  }

  private(set) var records: [Record] = []
  private let count: Int
  private let isUniform: Bool

  /// - Parameter isUniform: whether moves are drawn from all legal ones, not as rollouts draw them.
  init(count: Int, isUniform: Bool) {
    self.count = count
    self.isUniform = isUniform
  }

  func visit<Game: BoardGame & Keyed & Symmetric>(
    _ start: Game, players: PlayerMaker<Game>
  ) throws {
    for number in 0..<count {
      var random = RandomSource(seed: 17, streams: UInt32(number))
      var game = start
      var record = Record()
      while game.turn != nil {
        let legal = game.legalActions
        var action = legal[random.below(legal.count)]
        let names = legal.map(game.notation)
        if isUniform { game.play(action) } else { action = game.playRandomAction(using: &random) }
        record.plies.append((game.notation(of: action), names))
      }
      record.result = game.outcome?.value(for: .first) ?? .nan
      record.margin = game.outcome?.margin
      record.reason = game.outcome?.reason ?? ""
      records.append(record)
    }
  }
}
