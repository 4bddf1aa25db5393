public import ArenaCore
public import Match

/// Players of one agent for a server's games, each with a board of its own.
public struct HousePlayers: Sendable {
  /// The options of the one board that they play; nil for every board that `accepts` takes.
  public let options: [String: String]?
  /// Whether they play a game that begins like this session; asked for boards without limit only.
  public let accepts: @Sendable (any GameSession) -> Bool
  /// Whether other programs do the thinking.
  public let thinkElsewhere: Bool
  /// Makes a player for a session at its start; throws where it cannot play it.
  public let makePlayer:
    @Sendable (_ seed: UInt64, _ session: any GameSession) throws(Surrender) -> any SessionPlayer
}

/// How an agent plays boards that it hears of only when a game begins.
public struct BoardChoice<World: Environment>: Sendable {
  /// Whether it can play this one; quick.
  let accepts: @Sendable (World) -> Bool
  let makePlayer: @Sendable (World, _ seed: UInt64) -> any Player<World>

  public init(
    accepts: @escaping @Sendable (World) -> Bool = { _ in true },
    makePlayer: @escaping @Sendable (World, _ seed: UInt64) -> any Player<World>
  ) {
    self.accepts = accepts
    self.makePlayer = makePlayer
  }
}

extension AgentList where World: BoardGame {
  /// Makes players for sessions of one board; the function takes a player's seed.
  public func sessionPlayers(
    _ spec: PlayerSpec, for game: World
  ) throws -> @Sendable (UInt64) -> any SessionPlayer {
    let makePlayer = try factory(spec, for: game)
    return { seed in SeatedPlayer(makePlayer(seed)) }
  }

  /// Players for a server.
  ///
  /// - Parameters:
  ///   - given: the options of the one board to play; nil for every board that the agent can play.
  ///     An agent that plays one board only then plays its run's, or the default one.
  /// - Throws: what is wrong with the spec, the options or the run, in one line.
  public func housePlayers(
    _ spec: PlayerSpec, on given: [String: String]?,
    start: ([String: String]) throws -> NamedWorld<World>
  ) throws -> HousePlayers {
    let agent = try named(spec.agent)
    let agentOptions = try agent.options(of: spec)
    let ofRun = try agent.learning.flatMap { _ in try boardOptions(ofRunIn: agentOptions) }
    let refusal = Surrender.failure("\(agent.name) does not play this board of \(environment)")
    if given == nil, let choice = try agent.boardChoice?(agentOptions) {
      return HousePlayers(
        options: nil,
        accepts: { session in
          (session as? Session<World>).map { choice.accepts($0.game) } ?? false
        },
        thinkElsewhere: agent.thinksElsewhere,
        makePlayer: { seed, session throws(Surrender) in
          guard let session = session as? Session<World>, choice.accepts(session.game) else {
            throw refusal
          }
          return SeatedPlayer(choice.makePlayer(session.game, seed))
        })
    }
    let options = given ?? ofRun ?? [:]
    let board = try start(options)
    let makePlayer = try agent.makeFactory(board.world, agentOptions)
    return HousePlayers(
      options: options, accepts: { _ in false }, thinkElsewhere: agent.thinksElsewhere,
      makePlayer: { seed, session throws(Surrender) in
        guard session is Session<World>, session.optionsText == board.options.description else {
          throw refusal
        }
        return SeatedPlayer(makePlayer(seed))
      })
  }

  /// The board that a run was trained on; nil where no run is named.
  private func boardOptions(ofRunIn options: Options) throws -> [String: String]? {
    let path = try TrainedNetworkOptions().applying(options).run
    guard !path.isEmpty else { return nil }
    let run = try RunFolder(opening: path)
    guard run.configuration.environment == environment else {
      throw RequestError.wrongRun(
        "\(run.path) was trained at \(run.configuration.environment), not at \(environment)")
    }
    return run.configuration.environmentOptions
  }
}
