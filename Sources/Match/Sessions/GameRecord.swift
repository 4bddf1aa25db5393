public import ArenaCore
import Foundation

/// Everything about one finished game, as one line of JSON.
public struct GameRecord: Sendable, Hashable, Codable {
  /// Games whose stones stand where lines cross, which their diagrams do not show.
  public static let gamesOnCrossings: Set<String> = ["go", "go-lite", "gomoku"]

  /// What ended a game.
  public enum Cause: String, Sendable, Hashable, Codable, CaseIterable {
    /// The game's own rules.
    case rules
    /// The loser made an illegal move.
    case illegalMove = "illegal-move"
    /// The loser ran out of time.
    case time
    /// The loser gave up.
    case resignation
    /// Both agreed on a draw.
    case agreement
    /// The loser left.
    case abandonment
    /// The loser's program failed.
    case failure
    /// The loser's program did not answer.
    case silence
    /// Whoever runs the game ended it: a cap on moves, or a result that both had proven.
    case adjudication
  }

  public var game: String
  /// The options as `name=value,name=value`; empty for the default game.
  public var options: String
  /// The player at each seat.
  public var first: String
  public var second: String
  /// The seed of all chance in the game.
  public var seed: UInt64
  /// How many of the moves were set before the players began.
  public var opening: Int
  /// All moves in notation, the opening included.
  public var moves: [String]
  /// The thinking time of each move after the opening; nil where it was not kept, because it never
  /// repeats and the rest of a record does.
  public var milliseconds: [Int]?
  /// `first`, `second` or nil for a draw.
  public var winner: String?
  /// The winner's margin in the game's own points; nil where it has none.
  public var margin: Double?
  public var cause: Cause
  /// The end in words for people.
  public var reason: String

  public init(
    game: String, options: String = "", first: String, second: String, seed: UInt64 = 0,
    opening: Int = 0, moves: [String], milliseconds: [Int]? = nil, outcome: Outcome, cause: Cause
  ) {
    self.game = game
    self.options = options
    self.first = first
    self.second = second
    self.seed = seed
    self.opening = opening
    self.moves = moves
    self.milliseconds = milliseconds
    winner = outcome.winner?.name
    margin = outcome.margin
    self.cause = cause
    reason = outcome.reason
  }

  /// The outcome as the table judged it.
  public var outcome: Outcome {
    Outcome(
      winner: Seat.allCases.first { $0.name == winner }, margin: margin, reason: reason)
  }

  /// How a game ends in which `seat` gives up: lost, and by what.
  public static func judgement(
    of surrender: Surrender, by seat: Seat
  ) -> (outcome: Outcome, cause: Cause) {
    let cause: Cause =
      switch surrender {
      case .resignation: .resignation
      case .failure: .failure
      case .silence: .silence
      case .illegalMove: .illegalMove
      }
    return (Outcome(winner: seat.opponent, reason: "\(seat.name) \(surrender)"), cause)
  }

  /// Reads one line of JSON.
  ///
  /// - Throws: `GameRecordError` for anything but a record.
  public init(jsonLine: some StringProtocol) throws(GameRecordError) {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(jsonLine.utf8))
    } catch {
      throw GameRecordError(line: String(jsonLine.prefix(200)))
    }
    guard winner == nil || Seat.allCases.contains(where: { $0.name == winner }) else {
      throw GameRecordError(line: String(jsonLine.prefix(200)))
    }
  }
}

/// A line that is no game record.
public struct GameRecordError: Error, Hashable, CustomStringConvertible {
  public let line: String
  public var description: String { "not a game record: \(OneLine.quoting(line))" }
}
