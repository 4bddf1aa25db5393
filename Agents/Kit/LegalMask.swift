import ArenaCore

extension DiscreteEnvironment {
  /// Writes which actions are legal, `[actionCount]`.
  ///
  /// An episode that was cut by a time limit no longer says what would be legal, so every action
  /// counts as legal then: a bootstrap must have something to look at.
  func writeLegal(into mask: inout MutableSpan<Bool>) {
    let isOver = turn == nil
    for action in 0..<actionCount { mask[action] = isOver || isLegal(action) }
  }
}

extension Span where Element == Bool {
  /// How many entries are true.
  var trueCount: Int {
    var count = 0
    for index in indices where self[index] { count += 1 }
    return count
  }

  /// The index of the `rank`-th true entry, from 0.
  ///
  /// - Precondition: there are more than `rank` of them.
  func index(ofTrue rank: Int) -> Int {
    var left = rank
    for index in indices where self[index] {
      if left == 0 { return index }
      left -= 1
    }
    preconditionFailure("there are \(trueCount) legal actions, none of rank \(rank)")
  }

  /// A true entry, drawn evenly.
  func randomTrue(using random: inout RandomSource) -> Int {
    index(ofTrue: random.below(trueCount))
  }
}

extension UnsafeBufferPointer where Element == Float {
  /// Whether every entry is a finite number.
  var isFinite: Bool { allSatisfy(\.isFinite) }
}
