/// How much thinking one decision may use. A player stops at whichever limit comes first; nil
/// limits do not bind, and a player with no limit uses its own default.
public struct Budget: Sendable, Hashable {
  /// Wall time for this action.
  public var time: Duration?
  /// Search simulations (or nodes) for this action.
  public var simulations: Int?
  /// Wall time that this action must not pass: what a game's clock leaves. Unlike `time` it is no
  /// invitation to use it up, and does not take the place of a player's own default.
  public var hardLimit: Duration?

  public init(time: Duration? = nil, simulations: Int? = nil, hardLimit: Duration? = nil) {
    self.time = time
    self.simulations = simulations
    self.hardLimit = hardLimit
  }

  /// After how much wall time to stop, for either reason; nil never.
  public var timeBound: Duration? {
    guard let time, let hardLimit else { return time ?? hardLimit }
    return min(time, hardLimit)
  }

  /// No limit but the player's own.
  public static let unlimited = Budget()
}

/// Chooses actions for one seat.
///
/// A player may keep what it knows between its turns (a search tree), and must give legal actions
/// for any running environment, also for one it has not seen grow.
public protocol Player<World> {
  associatedtype World: Environment

  /// Forgets the last episode and sits down at `seat` of a new one.
  mutating func begin(as seat: Seat, in world: World)

  /// Hears of an action just played, by any seat, its own included; `world` is the state after it.
  mutating func observe(_ action: World.Action, leadingTo world: World)

  /// The action to play in `world`, where it is this player's turn.
  mutating func choose(
    in world: World, within budget: Budget, using random: inout RandomSource
  ) -> World.Action

  /// Why the player gives the game up rather than play what it chose last; nil while it plays on.
  var surrender: Surrender? { get }

  /// How it has proven the game to end from where it chose last, from its own view: 1, 0 or -1; nil
  /// while it does not know.
  var provenResult: Double? { get }
}

extension Player {
  public mutating func begin(as seat: Seat, in world: World) {}
  public mutating func observe(_ action: World.Action, leadingTo world: World) {}
  public var surrender: Surrender? { nil }
  public var provenResult: Double? { nil }
}

/// A player that chooses for several worlds at once, which costs a network little more than one.
public protocol BatchPlayer<World>: Player {
  /// The action for each of some running worlds: what `choose` would play there.
  ///
  /// - Parameter randoms: `[worlds]`, the chance of each.
  mutating func choose(in worlds: [World], using randoms: inout [RandomSource]) -> [World.Action]
}

/// Why a player gives its game up.
public enum Surrender: Error, Sendable, Hashable, CustomStringConvertible {
  case resignation
  /// It cannot play on, a program that died for example: one line for people.
  case failure(String)
  /// The program that it asks does not answer: one line likewise.
  case silence(String)
  /// The program that it asks answered with an illegal move, or with none: one line likewise.
  case illegalMove(String)

  /// What follows the player's name: `resigned`, `failed: no answer`.
  public var description: String {
    switch self {
    case .resignation: "resigned"
    case .failure(let text), .silence(let text), .illegalMove(let text): "failed: \(text)"
    }
  }

  /// The failure of a player whose evaluation of a position holds NaN or an infinity.
  public static let nonFinite = failure("its evaluation of the position is not a finite number")
}

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
