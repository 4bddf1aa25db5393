public import ArenaCore
public import Match
public import NeuralCore

/// What a run does with each checkpoint besides keeping it. It changes nothing that is learnt.
public protocol CheckpointEvaluator<World>: AnyObject {
  associatedtype World: Environment

  /// Measures a checkpoint.
  ///
  /// - Throws: `Interruption` when `watch` asks for it; `challenge` likewise.
  func evaluate(_ candidate: Candidate<World>, _ watch: EvaluationWatch) throws -> EvaluationResult

  /// Whether one checkpoint is the best of a run: the first one, then whichever beats it.
  var promotes: Bool { get }

  /// Whether the best checkpoint of a run is the one of the highest score, without any match. By
  /// default not.
  var promotesByScore: Bool { get }

  /// Plays a checkpoint against the best one before it; only where `promotes`.
  ///
  /// - Parameter number: of the checkpoint, for the match's chance.
  func challenge(
    _ candidate: Candidate<World>, number: Int, best: Network, _ watch: EvaluationWatch
  ) throws -> Promotion

  /// Some games as a file to look at; nil where there is nothing to show.
  func file(of games: [GameRecord]) -> SampleGames?
}

extension CheckpointEvaluator {
  public var promotesByScore: Bool { false }
}

/// The text of a file of games, and how its name ends.
public struct SampleGames: Sendable, Hashable {
  public var text: String
  /// `sgf` or `jsonl`.
  public var kind: String

  public init(text: String, kind: String) {
    self.text = text
    self.kind = kind
  }
}

/// A network about to be measured, and how to play with it.
public struct Candidate<World: Environment> {
  public let network: Network
  /// Makes a player, for one thread, that plays as well as the agent can with the network.
  public let makePlayer: () -> any Player<World>

  public init(network: Network, makePlayer: @escaping () -> any Player<World>) {
    self.network = network
    self.makePlayer = makePlayer
  }
}
