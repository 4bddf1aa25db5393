import Synchronization

/// Numbered openings, each made when it is first asked for: there may be no end of them.
public final class OpeningBook: Sendable {
  /// Past so many the first ones come again: nobody plays so many games of one pair for their
  /// openings, and memory has an end.
  private static let limit = 1 << 16

  private struct State {
    var made: [[Int]] = []
    /// Makes the next one; nil when there is no other.
    var make: () -> [Int]?
    var isWhole = false
  }

  private let state: Mutex<State>

  /// Openings that are known.
  ///
  /// - Precondition: there is one.
  public init(_ openings: [[Int]]) {
    precondition(!openings.isEmpty, "a book has an opening, be it empty")
    state = Mutex(State(made: openings, make: { nil }, isWhole: true))
  }

  /// Openings that are made as they are needed, always in the same order.
  public init(_ make: sending @escaping () -> [Int]?) {
    state = Mutex(State(make: make))
  }

  /// The opening of that number, 0 or more; where there are fewer they come again from the first.
  public subscript(number: Int) -> [Int] {
    state.withLock { state in
      while state.made.count <= number, !state.isWhole {
        if state.made.count < Self.limit, let next = state.make() {
          state.made.append(next)
        } else {
          state.isWhole = true
        }
      }
      return state.made.isEmpty ? [] : state.made[number % state.made.count]
    }
  }

  /// Whether there is one; none leaves games to begin at the start.
  public var isEmpty: Bool {
    _ = self[0]
    return count == 0
  }

  /// How many there are where all are known; nil where more can be made.
  public var count: Int? { state.withLock { $0.isWhole ? $0.made.count : nil } }
}
