/// A place at the table. Two-player games use both seats; a control task has only `first`.
public enum Seat: Int, Sendable, Hashable, CaseIterable, Codable {
  /// The seat that moves first.
  case first = 0
  /// The seat that moves second.
  case second = 1

  /// The other seat.
  @inlinable public var opponent: Seat { self == .first ? .second : .first }

  /// The name used by every text interface: `first` or `second`.
  public var name: String { self == .first ? "first" : "second" }
}
