import Dispatch
import Synchronization

/// Where self-play threads and the learner meet when both work at once: games one way, weights the
/// other.
final class GameExchange: Sendable {
  private struct Contents {
    var played = SelfPlayResult()
    var decisions = 0
    var weights: [Float]
  }

  private let contents: Mutex<Contents>
  private let generation = Atomic(0)
  private let isOver = Atomic(false)
  private let news = DispatchSemaphore(value: 0)
  private let wantedDecisions: Int

  /// - Parameters:
  ///   - weights: to begin with, generation 0.
  ///   - decisions: after which self-play ends.
  init(weights: [Float], decisions: Int) {
    contents = Mutex(Contents(weights: weights))
    wantedDecisions = decisions
  }

  // MARK: Self-play's side

  /// Whether self-play has made as many decisions as are wanted.
  var isFinished: Bool { isOver.load(ordering: .acquiring) }

  /// Hands over what was played since the last time.
  func publish(_ played: SelfPlayResult) {
    let isDone = contents.withLock { contents in
      contents.played += played
      contents.decisions += played.decisions
      return contents.decisions >= wantedDecisions
    }
    if isDone { isOver.store(true, ordering: .releasing) }
    news.signal()
  }

  /// The weights with their generation, where there are newer ones than `known`.
  func weights(newerThan known: Int) -> (weights: [Float], generation: Int)? {
    guard generation.load(ordering: .acquiring) > known else { return nil }
    return contents.withLock { ($0.weights, generation.load(ordering: .relaxed)) }
  }

  // MARK: The learner's side

  /// Everything published since the last time.
  func take() -> SelfPlayResult {
    contents.withLock { contents in
      defer { contents.played = SelfPlayResult() }
      return contents.played
    }
  }

  /// Waits until something was published.
  func waitForNews() { news.wait() }

  /// Offers new weights to self-play.
  func offer(_ weights: [Float]) {
    contents.withLock { contents in
      contents.weights = weights
      generation.add(1, ordering: .releasing)
    }
  }
}
