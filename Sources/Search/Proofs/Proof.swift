public import ArenaCore

/// What is known for certain about a position, whatever its statistics.
public enum Proof: Int8, Sendable, Hashable {
  // The raw value is the exact value from the first seat's view where there is one.
  case secondWins = -1
  case draw = 0
  case firstWins = 1
  case unknown = 2

  init(_ outcome: Outcome) {
    switch outcome.winner {
    case .first: self = .firstWins
    case .second: self = .secondWins
    case nil: self = .draw
    }
  }

  /// The exact value from `seat`'s view, -1, 0 or 1; nil while nothing is proven.
  public func value(for seat: Seat) -> Double? {
    guard self != .unknown else { return nil }
    return seat == .first ? Double(rawValue) : -Double(rawValue)
  }
}

/// A proven result with the way to it.
public struct ProvenResult: Sendable, Hashable {
  public var proof: Proof
  /// Plies to the end by the lines looked at: the shortest win, the longest loss.
  public var distance: Int
}
