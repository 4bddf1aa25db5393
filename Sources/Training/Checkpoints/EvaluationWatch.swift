import Synchronization

/// How an evaluation is watched: it reports its progress and ends early when asked to.
public struct EvaluationWatch: Sendable {
  private let title: String
  private let shouldStop: @Sendable () -> Bool
  private let report: @Sendable (String) -> Void

  /// - Parameters:
  ///   - shouldStop: asked before each game or episode, on any thread.
  ///   - report: takes a line before each of them; what it does with so many is its own affair.
  public init(
    _ title: String = "", shouldStop: @escaping @Sendable () -> Bool = { false },
    report: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.title = title
    self.shouldStop = shouldStop
    self.report = report
  }

  /// The same with other words before what is counted.
  public func titled(_ title: String) -> EvaluationWatch {
    EvaluationWatch(title, shouldStop: shouldStop, report: report)
  }

  /// A stretch of the evaluation in `total` pieces, such as games.
  public func counter(_ piece: String, of total: Int) -> Counter {
    Counter(watch: self, piece: piece, total: total)
  }

  /// Counts the pieces as they begin, on any thread.
  public final class Counter: Sendable {
    private let watch: EvaluationWatch
    private let piece: String
    private let total: Int
    private let begun = Atomic(0)

    fileprivate init(watch: EvaluationWatch, piece: String, total: Int) {
      self.watch = watch
      self.piece = piece
      self.total = total
    }

    /// Begins the next piece; false when the evaluation is to end instead.
    public func begin() -> Bool {
      guard !watch.shouldStop() else { return false }
      let number = begun.add(1, ordering: .relaxed).newValue
      // Whoever asks once more when all have begun gets no further piece.
      if number <= total { watch.report("\(watch.title): \(piece) \(number) of \(total)") }
      return true
    }
  }
}
