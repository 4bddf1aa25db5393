public import ArenaCore

/// An action that a saved episode can hold.
public protocol ArchivedAction: Sendable {
  /// The number of 64-bit words that one action takes.
  static var wordCount: Int { get }

  /// The action as `wordCount` words.
  var words: [UInt64] { get }

  /// The action that `words` came from; nil when they are no such words.
  init?(words: ArraySlice<UInt64>)
}

extension Int: ArchivedAction {
  public static var wordCount: Int { 1 }

  public var words: [UInt64] { [UInt64(bitPattern: Int64(self))] }

  public init?(words: ArraySlice<UInt64>) {
    guard words.count == 1, let word = words.first else { return nil }
    self = Int(Int64(bitPattern: word))
  }
}

extension ContinuousAction: ArchivedAction {
  public static var wordCount: Int { 2 }

  public var words: [UInt64] {
    [
      UInt64(self[0].bitPattern) | UInt64(self[1].bitPattern) << 32,
      UInt64(self[2].bitPattern) | UInt64(self[3].bitPattern) << 32,
    ]
  }

  public init?(words: ArraySlice<UInt64>) {
    guard words.count == 2 else { return nil }
    self.init()
    for (index, word) in words.enumerated() {
      self[2 * index] = Float(bitPattern: UInt32(truncatingIfNeeded: word))
      self[2 * index + 1] = Float(bitPattern: UInt32(truncatingIfNeeded: word >> 32))
    }
    guard (0..<4).allSatisfy({ self[$0].isFinite }) else { return nil }
  }
}
