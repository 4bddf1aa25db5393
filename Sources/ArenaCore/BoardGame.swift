/// A two-player, zero-sum game of perfect information, which search may look ahead in.
///
/// A conforming type is one file: its rules, its actions and their notation, its observation. The
/// catalog gives it everything else.
///
/// The first two planes of an observation are the pieces of the observing seat and those of its
/// opponent, 1 where there is one.
public protocol BoardGame: ThreatAware, Configurable {
  /// The name of the game on the command line and the wire: lower case, words joined by hyphens.
  static var name: String { get }

  /// The name of the game whose positions can stand for those of this one: its own, unless it is a
  /// variant of another on other boards.
  static var family: String { get }

  /// How the game ended; nil while it runs. `turn` is nil exactly when this is not.
  var outcome: Outcome? { get }

  /// No game of this configuration lasts more actions than this.
  var maxGameLength: Int { get }

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
  mutating func playOut(using random: inout RandomSource) -> Double

  /// The action in the game's usual notation ("d4", "pass"); empty for an action that no position
  /// allows, such as a move off the board. It does not depend on the position.
  func notation(of action: Int) -> String

  /// The action that `notation` names, legal or not; nil when it names none. Case is ignored.
  func action(from notation: String) -> Int?

  /// The board as text for people, several lines, without a trailing newline.
  var diagram: String { get }

  /// What this configuration of the game is like, in words; nothing by default.
  var guide: GameGuide { get }
}

extension BoardGame {
  public static var family: String { name }
  public var guide: GameGuide { GameGuide() }

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

  @inlinable public mutating func playOut(using random: inout RandomSource) -> Double {
    while turn != nil { _ = playRandomAction(using: &random) }
    return outcome!.value(for: .first)
  }
}

/// What somebody must know of a board game who has no rules of it: a client of a server, say.
public struct GameGuide: Sendable, Hashable {
  /// How moves are written.
  public var notation: String
  /// What each plane of an observation shows, `[channels]`.
  public var planes: [String]
  /// What options must have in common; nil where each is limited by itself.
  public var limits: String?

  public init(notation: String = "", planes: [String] = [], limits: String? = nil) {
    self.notation = notation
    self.planes = planes
    self.limits = limits
  }
}
