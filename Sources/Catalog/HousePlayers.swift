import ArenaCore
import Match
import Training

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
struct BoardChoice<World: Environment>: Sendable {
  /// Whether it can play this one; quick.
  var accepts: @Sendable (World) -> Bool = { _ in true }
  let makePlayer: @Sendable (World, _ seed: UInt64) -> any Player<World>
}

extension GameTraining {
  /// Players for a server.
  ///
  /// - Parameters:
  ///   - given: the options of the one board to play; nil for every board that the agent can play.
  ///     An agent that plays one board only then plays its run's, or the default one.
  /// - Throws: what is wrong with the spec, the options or the run, in one line.
  func housePlayers(
    _ spec: PlayerSpec, on given: [String: String]?,
    start: ([String: String]) throws -> (game: Game, optionsText: String)
  ) throws -> HousePlayers {
    let agent = try AgentEntry.named(spec.agent, among: agents, for: name)
    let agentOptions = try Options.of(agent.name, spec.options, agent.playerOptions)
    let ofRun = try agent.learning.flatMap { _ in try boardOptions(ofRunIn: agentOptions) }
    if given == nil, let choice = try agent.boardChoice?(agentOptions) {
      return HousePlayers(
        options: nil,
        accepts: { session in
          (session as? Session<Game>).map { choice.accepts($0.game) } ?? false
        },
        thinkElsewhere: agent.thinksElsewhere,
        makePlayer: { [name] seed, session throws(Surrender) in
          guard let session = session as? Session<Game>, choice.accepts(session.game) else {
            throw .failure("\(agent.name) does not play this board of \(name)")
          }
          return SeatedPlayer(choice.makePlayer(session.game, seed))
        })
    }
    let options = given ?? ofRun ?? [:]
    let (game, optionsText) = try start(options)
    let makePlayer = try agent.makeFactory(game, agentOptions)
    return HousePlayers(
      options: options, accepts: { _ in false }, thinkElsewhere: agent.thinksElsewhere,
      makePlayer: { [name] seed, session throws(Surrender) in
        guard session is Session<Game>, session.optionsText == optionsText else {
          throw .failure("\(agent.name) does not play this board of \(name)")
        }
        return SeatedPlayer(makePlayer(seed))
      })
  }

  /// The board that a run was trained on; nil where no run is named.
  private func boardOptions(ofRunIn options: Options) throws -> [String: String]? {
    let path = try TrainedNetworkOptions().applying(options).run
    guard !path.isEmpty else { return nil }
    let run = try RunFolder(opening: path)
    guard run.configuration.environment == name else {
      throw CatalogError.wrongRun(
        "\(run.path) was trained at \(run.configuration.environment), not at \(name)")
    }
    return run.configuration.environmentOptions
  }
}
