import ArenaCore

/// An environment whose observation has a form for text interfaces: what Gymnasium returns, as one
/// JSON value.
///
/// Learners read the floats of `observe`; people and other programs read this. The two differ where
/// Gymnasium's observation is a number of a state or a tuple and a network needs one-hot features.
public protocol TextObserved: Environment {
  /// The observation of `seat` as JSON: an array of numbers, or one integer. Every number reads
  /// back to the same bits, as float32 or as float64.
  func observationText(as seat: Seat) -> String
}

extension TextObserved {
  public func observationText(as seat: Seat) -> String {
    // Through Double: the shortest decimal of a Float would read back to another float64.
    "[" + observation(as: seat).map { Double($0).description }.joined(separator: ", ") + "]"
  }
}
