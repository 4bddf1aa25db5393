public import ArenaCore
public import Match
import Search
import Synchronization
import Training

/// Where named players of one game meet, before the game's type is known: it makes the players,
/// plays their games and knows how to show them.
public protocol MatchRoom: Sendable {
  /// Lets a player in: reads its network, starts its program once.
  ///
  /// - Throws: what is wrong with it, in one line.
  func admit(_ contestant: Contestant) throws

  /// Plays a game of two players that were let in.
  func play(_ first: String, _ second: String, _ pairing: Pairing) -> GameRecord

  /// The seed that the record of this game has.
  func seed(of first: String, _ second: String, _ pairing: Pairing) -> UInt64

  /// Whether a record may be one of a game played here.
  func accepts(_ record: GameRecord) -> Bool

  /// How many openings there are within the bounds of their value, where games asked for more; else
  /// nil.
  var balancedOpenings: Int? { get }

  /// The games in SGF; nil where it has no such game.
  func sgf(of records: [GameRecord]) -> String?

  /// A game's positions, for a drawn board; nil where the game has no board to draw.
  func film(of record: GameRecord) -> GameFilm?
}

/// Who takes part: a name, and how to make the player behind it.
public struct Contestant: Sendable, Hashable {
  public let name: String
  public let spec: PlayerSpec

  public init(_ spec: PlayerSpec, name: String? = nil) {
    self.spec = spec
    self.name = name ?? spec.description
  }
}

/// How all games of a room are played.
public struct RoomPlan: Sendable {
  /// What the players begin from.
  public enum Start: Sendable, Hashable {
    /// Random actions, so that games differ.
    case random(plies: Int)
    /// Every position after so many actions, once.
    case all(plies: Int)
    /// A file of openings, already read.
    case text(String, source: String)
  }

  public var start = Start.random(plies: 4)
  /// The value of random openings for the first player, -1 ... 1, by a search.
  public var balance: ClosedRange<Double>?
  /// What each move may use; players without their own limit need one.
  public var budget = Budget.unlimited
  public var timeControl = TimeControl.unlimited
  public var adjudication = Adjudication()
  public var seed: UInt64 = 1
  /// Makes players that are none of the catalog's agents, such as somebody on a server; nil for a
  /// spec that it does not know.
  public var outsiders:
    @Sendable (PlayerSpec) throws -> (@Sendable (_ seed: UInt64) -> any SessionPlayer)? = { _ in nil
    }

  public init() {}
}

/// A room of one type of game.
final class GameRoom<Game: BoardGame & Keyed & Symmetric>: MatchRoom {
  /// Playouts by which a search judges whether an opening is balanced.
  private static var judgement: Int { 400 }

  private let agents: AgentList<Game>
  private let start: NamedWorld<Game>
  private let sgf: SGFCollection.Kind?
  private let venue: Venue<Game>
  private let plan: RoomPlan
  private let entrants = Mutex<[String: Venue<Game>.Entrant]>([:])

  init(
    _ plan: RoomPlan, _ agents: AgentList<Game>, in start: NamedWorld<Game>,
    sgf: SGFCollection.Kind?
  ) throws {
    self.agents = agents
    self.start = start
    self.sgf = sgf
    self.plan = plan
    var table = Table(
      start.world, optionsText: start.options.description, budget: plan.budget,
      timeControl: plan.timeControl, keepsTimes: plan.timeControl != .unlimited)
    table.adjudication = plan.adjudication
    venue = Venue(table, openings: try Self.openings(plan, of: start.world), seed: plan.seed)
  }

  private static func openings(_ plan: RoomPlan, of game: Game) throws -> OpeningBook {
    switch plan.start {
    case .all(let plies): return OpeningBook(try Openings.all(plies: plies, of: game))
    case .text(let text, let source):
      return OpeningBook(try OpeningFile(text, source: source).openings(of: game))
    case .random(let plies):
      guard let balance = plan.balance else {
        return Openings.random(plies: plies, of: game, seed: plan.seed)
      }
      let seed = plan.seed
      let book = Openings.random(plies: plies, of: game, seed: plan.seed) { position in
        var random = RandomSource(seed: seed, streams: 0x6a75_6467)
        var search = UCTSearch(root: position, capacity: 4 * judgement)
        search.run(simulations: judgement, using: &random)
        return balance.contains(position.turn == .first ? search.value : -search.value)
      }
      guard !book.isEmpty else {
        throw OpeningError.unbalanced(
          low: balance.lowerBound, high: balance.upperBound, plies: plies, tries: Openings.tries)
      }
      return book
    }
  }

  func admit(_ contestant: Contestant) throws {
    let entrant: Venue<Game>.Entrant
    if let makePlayer = try plan.outsiders(contestant.spec) {
      let session = Session(
        start.world, name: start.name, optionsText: start.options.description)
      entrant = Venue<Game>.Entrant(contestant.name) { seed in
        VisitingPlayer(makePlayer(seed), in: session)
      }
    } else {
      entrant = Venue<Game>.Entrant(
        contestant.name, makePlayer: try agents.factory(contestant.spec, for: start.world))
    }
    entrants.withLock { $0[contestant.name] = entrant }
  }

  func play(_ first: String, _ second: String, _ pairing: Pairing) -> GameRecord {
    let (one, other) = entrants.withLock { ($0[first], $0[second]) }
    guard let one, let other else {
      preconditionFailure("\(first) or \(second) was not let in")
    }
    return venue.play(one, other, pairing)
  }

  func seed(of first: String, _ second: String, _ pairing: Pairing) -> UInt64 {
    venue.seed(of: first, second, pairing)
  }

  func accepts(_ record: GameRecord) -> Bool { venue.accepts(record) }

  var balancedOpenings: Int? { plan.balance == nil ? nil : venue.openings.count }

  func sgf(of records: [GameRecord]) -> String? {
    sgf.flatMap { SGFCollection(records, of: start.world, kind: $0)?.text }
  }

  func film(of record: GameRecord) -> GameFilm? { GameFilm(record, from: start.world) }
}

/// A player of sessions seated at a table: it hears of a session that follows the game.
private struct VisitingPlayer<Game: BoardGame>: Player {
  private var player: any SessionPlayer
  private let start: Session<Game>
  private var session: Session<Game>
  private(set) var surrender: Surrender?
  private var seat = Seat.first
  private var hasBegun = false

  init(_ player: any SessionPlayer, in session: Session<Game>) {
    self.player = player
    start = session
    self.session = session
  }

  mutating func begin(as seat: Seat, in world: Game) {
    self.seat = seat
    session = start
    surrender = nil
    // After an opening its session begins there, so that it can say that it does not.
    hasBegun =
      world.turn == start.game.turn
      && world.observation(as: .first)
        == start.game.observation(as: .first)
    if hasBegun { player.begin(as: seat, in: session) }
  }

  mutating func observe(_ action: Int, leadingTo world: Game) {
    guard hasBegun, (try? session.play(action)) != nil else { return }
    player.observe(action, leadingTo: session)
  }

  mutating func choose(
    in world: Game, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    guard hasBegun else {
      surrender = .failure("it plays from the start only: give --openings 0")
      return 0
    }
    do throws(Surrender) {
      return try player.choose(in: session, within: budget, using: &random)
    } catch {
      surrender = error
      return 0
    }
  }
}
