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
  public let play: Play
  /// Analyses positions of its board; nil for an agent that cannot.
  public var analyst: (any SessionAnalyst)?

  /// How they think.
  public enum Play: Sendable {
    /// Each for itself: makes a player for a session at its start; throws where it cannot play it.
    case alone(
      @Sendable (_ seed: UInt64, _ session: any GameSession) throws(Surrender) -> any SessionPlayer)
    /// All together.
    case together(any SessionGroup)
  }
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
  ///   - networks: shared by all bots of the server.
  /// - Throws: what is wrong with the spec, the options or the run, in one line.
  public func housePlayers(
    _ spec: PlayerSpec, on given: [String: String]?, sharing networks: HouseNetworks,
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
        play: .alone { seed, session throws(Surrender) in
          guard let session = session as? Session<World>, choice.accepts(session.game) else {
            throw refusal
          }
          return SeatedPlayer(choice.makePlayer(session.game, seed))
        })
    }
    let options = try given ?? ofRun ?? shippedBoard(for: agent, start([:]).world)
    let board = try start(options)
    func play(by factory: @escaping HouseFactory) -> HousePlayers.Play {
      .alone { seed, session throws(Surrender) in
        guard session is Session<World>, session.optionsText == board.options.description else {
          throw refusal
        }
        return factory(seed)
      }
    }
    @Sendable func factory() throws -> HouseFactory {
      let makePlayer = try agent.makeFactory(board.world, agentOptions)
      return { SeatedPlayer(makePlayer($0)) }
    }
    guard agent.learning != nil else {
      return HousePlayers(
        options: options, accepts: { _ in false }, thinkElsewhere: agent.thinksElsewhere,
        play: play(by: try factory()))
    }
    let names = try TrainedNetworkOptions().applying(agentOptions)
    // By their descriptions: the order of a dictionary differs between equal ones.
    let key = [
      environment, board.options.description, agent.name, names.run, names.checkpoint,
    ].joined(separator: " ")
    guard let groupPlay = agent.groupPlay else {
      let factory = try networks.factory("\(key) \(agentOptions.description)", names, make: factory)
      return HousePlayers(
        options: options, accepts: { _ in false }, thinkElsewhere: false,
        play: play { factory.current($0) })
    }
    let (threads, counter) = (networks.threads, networks.evaluations)
    let network = try networks.network("\(key) \(groupPlay.key(agentOptions))", names) {
      guard let network = try agent.network(of: spec, in: board.world) else { throw refusal }
      return HouseNetwork(
        try groupPlay.makeGroup(board.world, network, agentOptions, threads, counter),
        try groupPlay.makeAnalyst(board.world, network, agentOptions))
    }
    return HousePlayers(
      options: options, accepts: { _ in false }, thinkElsewhere: false,
      play: .together(SeatedGroup(network, agentOptions)),
      analyst: FollowedAnalyst(network: network))
  }

  /// The board that a run was trained on; nil where no run is named.
  private func boardOptions(ofRunIn options: Options) throws -> [String: String]? {
    let path = try TrainedNetworkOptions().applying(options).run
    guard !path.isEmpty else { return nil }
    if TrainedNetwork.isPacked(path) {
      let provenance = try PackedNetwork(contentsOf: path).provenance
      guard provenance.games.contains(environment) else {
        throw RequestError.wrongRun(
          "\(path) plays \(provenance.games.joined(separator: ", ")), not \(environment)")
      }
      return provenance.environmentOptions
    }
    let run = try RunFolder(opening: path)
    guard run.configuration.environment == environment else {
      throw RequestError.wrongRun(
        "\(run.path) was trained at \(run.configuration.environment), not at \(environment)")
    }
    return run.configuration.environmentOptions
  }

  /// The default board where a network that comes with the program plays it, else the board of one
  /// that does.
  private func shippedBoard(
    for agent: AgentEntry<World>, _ standard: World
  ) -> [String: String] {
    func plays(_ name: String) -> Bool { name == environment }
    let shape = standard.observationShape
    if PackedNetwork.shipped(for: agent.name, seeing: shape, in: plays) != nil { return [:] }
    return PackedNetwork.shipped.first {
      $0.provenance.agent == agent.name && $0.provenance.games.contains(environment)
    }?.provenance.environmentOptions ?? [:]
  }
}
