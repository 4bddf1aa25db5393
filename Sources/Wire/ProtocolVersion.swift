/// A version of the protocol: each client says which it speaks, the first if it says nothing.
public enum ProtocolVersion: Int, Sendable, Hashable, Comparable, CaseIterable {
  case first = 1
  /// Tagged requests, an own word for every line, retry hints, commands in any letter case.
  case second = 2

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
