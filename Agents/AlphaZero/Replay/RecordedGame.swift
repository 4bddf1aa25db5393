/// One finished self-play game with what its searches found: the unit of the replay window.
///
/// It holds actions, not observations: replaying a game costs microseconds where a training step
/// costs milliseconds, and the window of a long run stays small enough to save with every state.
struct RecordedGame: Sendable, Hashable {
  /// What a search found in one position.
  struct Decision: Sendable, Hashable {
    /// The position: the number of actions before it.
    var ply: Int
    /// The search's value, from the view of the seat to move, -1 ... 1.
    var value: Float
    /// The actions of the improved policy, in the order of `probabilities`.
    var actions: [UInt16]
    /// The improved policy; sums to 1.
    var probabilities: [Float]
    /// Whether the search proved `value`.
    var isProven = false
    /// How much the search changed the network's own policy: KL(improved || raw) in nats, >= 0.
    var surprise: Float = 0
  }

  var actions: [UInt16]
  /// The positions to train on, by ascending ply.
  var decisions: [Decision]
  /// The result from the first seat's view: 1, 0 or -1. A game that was resigned or adjudicated has
  /// one although its last position is still running.
  var result: Float
}
