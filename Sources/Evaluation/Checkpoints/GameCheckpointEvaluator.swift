import Agents
public import ArenaCore
public import Match
public import NeuralCore
public import Training

/// Measures the checkpoints of a run on a board game: rating, mistakes where the game is solved, a
/// match against the best one so far.
public final class GameCheckpointEvaluator<Game: BoardGame & Keyed>: CheckpointEvaluator {
  public typealias World = Game

  private let ladder: RatingLadder<Game>
  private let solver: SolverEvaluation<Game>?
  private let promotion: PromotionMatch<Game>?
  private let makePlayers: (Network) throws -> (_ seed: UInt64) -> any Player<Game>
  private let writeGames: ([GameRecord]) -> SampleGames

  /// - Parameters:
  ///   - promotion: nil plays no such matches.
  ///   - makePlayers: of a checkpoint's network, with the options of the run.
  public init(
    ladder: RatingLadder<Game>, solver: SolverEvaluation<Game>?, promotion: PromotionMatch<Game>?,
    makePlayers: @escaping (Network) throws -> (_ seed: UInt64) -> any Player<Game>,
    writeGames: @escaping ([GameRecord]) -> SampleGames
  ) {
    self.ladder = ladder
    self.solver = solver
    self.promotion = promotion
    self.makePlayers = makePlayers
    self.writeGames = writeGames
  }

  public func evaluate(_ candidate: Candidate<Game>, _ watch: EvaluationWatch) throws
    -> EvaluationResult
  {
    var evaluation = try ladder.evaluate(candidate.makePlayer, watch)
    if let report = try solver?.evaluate(candidate.network, watch, candidate.makePlayer) {
      evaluation.details = report.summary
      evaluation.metrics += report.metrics
    }
    return evaluation
  }

  public var promotes: Bool { promotion != nil }

  public func challenge(
    _ candidate: Candidate<Game>, number: Int, best: Network, _ watch: EvaluationWatch
  ) throws -> Promotion {
    guard let promotion else { preconditionFailure("this run plays no promotion matches") }
    let makeChampion = try makePlayers(best)
    return try promotion.play(
      challenger: candidate.makePlayer, champion: { makeChampion(UInt64(number)) },
      seed: UInt64(number), watch)
  }

  public func file(of games: [GameRecord]) -> SampleGames? { writeGames(games) }
}
