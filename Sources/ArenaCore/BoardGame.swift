/// A two-player, zero-sum game of perfect information, which search may look ahead in.
///
/// A conforming type is one file: its rules, its actions and their notation, its observation. The
/// catalog gives it everything else.
///
/// The first two planes of an observation are the pieces of the observing seat and those of its
/// opponent, 1 where there is one.
public protocol BoardGame: DiscreteEnvironment, Configurable {
  /// The name of the game on the command line and the wire: lower case, words joined by hyphens.
  static var name: String { get }

  /// How the game ended; nil while it runs. `turn` is nil exactly when this is not.
  var outcome: Outcome? { get }

  /// No game of this configuration lasts more actions than this.
  var horizon: Int { get }

  /// Plays for the seat to move.
  ///
  /// - Precondition: `action` is legal.
  mutating func play(_ action: Int)

  /// Plays one random action as rollouts do and returns it: uniform over the legal actions, unless
  /// the game's documentation says which it leaves out (Go: filling one's own one-point eyes).
  ///
  /// - Precondition: the game is running.
  mutating func playRandomAction(using random: inout RandomSource) -> Int

  /// Plays random actions, distributed as those of `playRandomAction`, to the end and returns the
  /// result from the first seat's view: 1, 0 or -1. The random numbers may be used differently.
  mutating func rollOut(using random: inout RandomSource) -> Double

  /// Whether the position tells threats: then and only then the two methods that follow append
  /// anything. It promises that from here on seats alternate and no action harms its own seat, so
  /// that a win which is not one action away takes a threat first.
  var tellsThreats: Bool { get }

  /// Appends the actions that win at once; where there are none, those that may keep the opponent
  /// from winning with its next, if it could win if it were to move now. The best of them is as
  /// good as any action left out.
  func appendUrgentActions(to actions: inout [Int])

  /// Appends the actions after which the seat to move would win at once if it were to move again.
  ///
  /// - Precondition: nothing is urgent.
  func appendThreats(to actions: inout [Int])

  /// The action in the game's usual notation ("d4", "pass"); empty for an action that no position
  /// allows, such as a move off the board. It does not depend on the position.
  func notation(of action: Int) -> String

  /// The action that `notation` names, legal or not; nil when it names none. Case is ignored.
  func action(from notation: String) -> Int?

  /// The board as text for people, several lines, without a trailing newline.
  var diagram: String { get }
}

extension BoardGame {
  @inlinable public mutating func step(_ action: Int, using random: inout RandomSource) -> Step {
    let seat = turn!
    play(action)
    guard let outcome else { return Step(reward: 0) }
    return Step(reward: outcome.value(for: seat), terminated: true)
  }

  @inlinable public mutating func playRandomAction(using random: inout RandomSource) -> Int {
    var actions: [Int] = []
    appendLegalActions(to: &actions)
    let action = actions[random.below(actions.count)]
    play(action)
    return action
  }

  @inlinable public mutating func rollOut(using random: inout RandomSource) -> Double {
    while turn != nil { _ = playRandomAction(using: &random) }
    return outcome!.value(for: .first)
  }

  public var tellsThreats: Bool { false }
  public func appendUrgentActions(to actions: inout [Int]) {}
  public func appendThreats(to actions: inout [Int]) {}
}

/// A board game whose position has a hash, for transpositions and evaluation caches.
public protocol Keyed: BoardGame {
  /// A 64-bit key of everything that the rules and the observation read. Equal positions have equal
  /// keys; different ones collide with probability about 2^-64.
  var key: UInt64 { get }
}

/// A board game with an estimate of how good a position is, for greedy and alpha-beta players.
public protocol Heuristic: BoardGame {
  /// The estimate from `seat`'s view, within -1 ... 1; meaningful while the game runs.
  func estimate(for seat: Seat) -> Double
}

/// A board game that ends in points on a board, for ownership and score heads.
public protocol Scored: BoardGame {
  /// Writes who owns each cell of the board as it stands, `[rows * columns]`: 1 for `seat`, -1 for
  /// its opponent, 0 for neither.
  func ownership(for seat: Seat, into cells: inout MutableSpan<Float>)

  /// The margin in points as the board stands, komi included, from `seat`'s view.
  func margin(for seat: Seat) -> Double
}

/// A position of Go, as a program with a board of its own wants it told.
///
/// Actions are the points, `row * columns + column` with row 0 the bottom one, and last the pass;
/// their notation is that of the Go Text Protocol.
public protocol GoPosition: BoardGame {
  var columns: Int { get }
  var rows: Int { get }
  /// Points for the second seat, white.
  var komi: Double { get }
  /// `[rows * columns]`: whose stone is on each point.
  var stones: [Seat?] { get }
  /// The action that led here; nil at the start.
  var lastAction: Int? { get }
}

/// A board game that looks the same after some rearrangements of the board.
public protocol Symmetric: BoardGame {
  /// Every symmetry of this configuration, the identity first. Computed once and kept by callers.
  var symmetries: [Symmetry] { get }
}

/// One rearrangement of a board game under which its rules do not change.
///
/// Observing after the rearranged actions equals rearranging the observation:
/// `image[plane, cells[cell]] == original[plane, cell]` for every plane.
public struct Symmetry: Sendable, Hashable {
  /// `[actionCount]`: the image of each action.
  public var actions: [Int]
  /// `[rows * columns]`: the image of each cell of an observation plane.
  public var cells: [Int]

  public init(actions: [Int], cells: [Int]) {
    self.actions = actions
    self.cells = cells
  }

  /// Rearranges one observation, `[channels, rows, columns]`.
  public func apply(toPlanes source: Span<Float>, into image: inout MutableSpan<Float>) {
    var base = 0
    while base < source.count {
      for cell in cells.indices { image[base + cells[cell]] = source[base + cell] }
      base += cells.count
    }
  }
}
