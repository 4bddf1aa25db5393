public import ArenaCore
public import Match
import Synchronization

/// Thinks about many games of one type together, with one network.
public protocol GameGroup<World>: Sendable {
  associatedtype World: Environment

  func think(_ turn: GameTurn<World>)
  func forget(game: Int)
}

/// A turn of one of the games that a group plays.
public struct GameTurn<World: Environment>: Sendable {
  public let turn: GroupTurn
  /// The position of the turn.
  public let position: World
  /// Of the player: bots of one group may play at different strengths.
  public let options: Options
}

/// How many positions networks evaluated.
public final class EvaluationCounter: Sendable {
  private let count = Atomic(0)

  public init() {}

  public var value: Int { count.load(ordering: .relaxed) }
  public func add(_ positions: Int) { count.add(positions, ordering: .relaxed) }
}

/// How the players of an agent think together.
public struct GroupPlay<World: Environment>: Sendable {
  /// What players must have in common to do so, apart from the network.
  let key: @Sendable (Options) throws -> String
  /// Makes a group for a board and a network, with so many threads.
  let makeGroup: MakeGroup
  /// Makes an analyst likewise.
  let makeAnalyst: @Sendable (World, TrainedNetwork, Options) throws -> any SessionAnalyst

  public typealias MakeGroup =
    @Sendable (World, TrainedNetwork, Options, _ threads: Int, EvaluationCounter) throws ->
    any GameGroup<World>

  public init(
    key: @escaping @Sendable (Options) throws -> String, makeGroup: @escaping MakeGroup,
    makeAnalyst: @escaping @Sendable (World, TrainedNetwork, Options) throws -> any SessionAnalyst
  ) {
    self.key = key
    self.makeGroup = makeGroup
    self.makeAnalyst = makeAnalyst
  }
}

/// A group as a value with a type of its own: what is kept of a network is found again by its type,
/// and a released build does not find `any GameGroup<World>`.
struct SharedGroup<World: BoardGame>: Sendable {
  let group: any GameGroup<World>
}

/// A bot that thinks in the group of its network. Each of its games stays with the network that was
/// the run's when the bot first moved in it.
final class SeatedGroup<World: BoardGame>: SessionGroup {
  let network: FollowedNetwork<SharedGroup<World>>
  private let options: Options
  private let games = Mutex<[Int: any GameGroup<World>]>([:])

  init(_ network: FollowedNetwork<SharedGroup<World>>, _ options: Options) {
    self.network = network
    self.options = options
  }

  func think(_ turn: GroupTurn) {
    guard let session = turn.session as? Session<World> else {
      return turn.decided(
        .failure(.failure("a player of \(World.name) does not play \(turn.session.gameName)")))
    }
    let group = games.withLock { games in
      let group = games[turn.game] ?? network.current.group
      games[turn.game] = group
      return group
    }
    group.think(GameTurn(turn: turn, position: session.game, options: options))
  }

  func forget(game: Int) {
    let group = games.withLock { $0.removeValue(forKey: game) }
    group?.forget(game: game)
  }
}

/// Analyses with the network that a run has at the time.
struct FollowedAnalyst: SessionAnalyst {
  let network: FollowedNetwork<any SessionAnalyst>

  func analyses(_ session: any GameSession) -> Bool { network.current.analyses(session) }

  func analyse(
    _ session: any GameSession, simulations: Int, limit: Duration
  ) throws(Surrender) -> SessionAnalysis {
    try network.current.analyse(session, simulations: simulations, limit: limit)
  }
}
