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

/// What a server has of one network, whatever the type of its game: the group that thinks about its
/// games, and its analyst.
struct HouseNetwork: Sendable {
  let think: @Sendable (GroupTurn, Options) -> Void
  let forget: @Sendable (_ game: Int) -> Void
  let analyst: any SessionAnalyst

  init<World: BoardGame>(_ group: any GameGroup<World>, _ analyst: any SessionAnalyst) {
    think = { turn, options in
      guard let session = turn.session as? Session<World> else {
        return turn.decided(
          .failure(.failure("a player of \(World.name) does not play \(turn.session.gameName)")))
      }
      group.think(GameTurn(turn: turn, position: session.game, options: options))
    }
    forget = { group.forget(game: $0) }
    self.analyst = analyst
  }
}

/// A bot that thinks in the group of its network. Each of its games stays with the network that was
/// the run's when the bot first moved in it.
final class SeatedGroup: SessionGroup {
  let network: FollowedNetwork<HouseNetwork>
  private let options: Options
  private let games = Mutex<[Int: HouseNetwork]>([:])

  init(_ network: FollowedNetwork<HouseNetwork>, _ options: Options) {
    self.network = network
    self.options = options
  }

  func think(_ turn: GroupTurn) {
    let own = games.withLock { games in
      let own = games[turn.game] ?? network.current
      games[turn.game] = own
      return own
    }
    own.think(turn, options)
  }

  func forget(game: Int) { games.withLock { $0.removeValue(forKey: game) }?.forget(game) }
}

/// Analyses with the network that a run has at the time.
struct FollowedAnalyst: SessionAnalyst {
  let network: FollowedNetwork<HouseNetwork>

  func analyses(_ session: any GameSession) -> Bool { network.current.analyst.analyses(session) }

  func analyse(
    _ session: any GameSession, simulations: Int, limit: Duration
  ) throws(Surrender) -> SessionAnalysis {
    try network.current.analyst.analyse(session, simulations: simulations, limit: limit)
  }
}
