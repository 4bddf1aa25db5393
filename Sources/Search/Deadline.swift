/// The end of a thinking time.
public struct Deadline: Sendable {
  private let end: ContinuousClock.Instant?

  /// Never passes.
  public static let never = Deadline(after: nil)

  /// Passes after `time` from now; nil never does.
  public init(after time: Duration?) {
    end = time.map { ContinuousClock.now + $0 }
  }

  public var hasPassed: Bool {
    guard let end else { return false }
    return ContinuousClock.now >= end
  }
}
