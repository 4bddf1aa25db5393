import Agents
public import ArenaCore
public import Match
import NeuralCore
import Search
import Solvers
public import Training

/// Looks at positions of one game by tree search, and asks the game's solver where there is one.
///
/// The same position, simulations and seed give the same answer, whatever was asked before.
public protocol GameAnalyst {
  /// What there is to say about where a session stands.
  ///
  /// - Throws: `Surrender` when the network does not give numbers, or the session is of another game.
  mutating func analyse(
    _ session: any GameSession, simulations: Int
  ) throws(Surrender) -> PositionAnalysis

  /// Goes on with the search of the last position, or begins that of a new one, for so long.
  mutating func deepen(
    _ session: any GameSession, for time: Duration
  ) throws(Surrender) -> PositionAnalysis
}

struct PositionAnalyst<Game: Keyed>: GameAnalyst {
  private var player: any SearchingPlayer<Game>
  /// Nil where the game is not solved.
  private var solver: (any GameSolver<Game>)?
  private let seed: UInt64
  /// The position that the player's tree belongs to.
  private var current: UInt64?

  init(
    _ player: any SearchingPlayer<Game>, solver: (any GameSolver<Game>)?, seed: UInt64 = 1
  ) {
    self.player = player
    self.solver = solver
    self.seed = seed
  }

  mutating func analyse(
    _ session: any GameSession, simulations: Int
  ) throws(Surrender) -> PositionAnalysis {
    current = nil
    return try search(session, Budget(simulations: simulations))
  }

  mutating func deepen(
    _ session: any GameSession, for time: Duration
  ) throws(Surrender) -> PositionAnalysis {
    try search(session, Budget(time: time))
  }

  private mutating func search(
    _ session: any GameSession, _ budget: Budget
  ) throws(Surrender) -> PositionAnalysis {
    guard let game = (session as? Session<Game>)?.game else {
      throw .failure("an analyst of \(Game.name) does not know \(session.gameName)")
    }
    guard let seat = game.turn else {
      guard let outcome = game.outcome else { preconditionFailure("a game ended without outcome") }
      return PositionAnalysis(
        game: session.gameName, options: session.optionsText, ply: session.ply, outcome: outcome)
    }
    if current != game.key { player.begin(as: seat, in: game) }
    var random = RandomSource(seed: seed)
    _ = player.choose(in: game, within: budget, using: &random)
    if case .failure(let reason) = player.surrender { throw .failure(reason) }
    current = game.key
    var analysis = Self.report(of: player.lastSearch, in: session, seat)
    if let results = solver?.results(ofActionsIn: game) {
      analysis.note(
        Dictionary(
          uniqueKeysWithValues: results.compactMap { action, result in
            PositionAnalysis.Result(value: Double(result)).map { (game.notation(of: action), $0) }
          }))
    }
    return analysis
  }

  private static func report(
    of tree: SearchTree<Game>, in session: any GameSession, _ seat: Seat
  ) -> PositionAnalysis {
    let moves = tree.rankedReports.map { report in
      let result = PositionAnalysis.Result(value: report.proof.value(for: seat))
      return PositionAnalysis.Move(
        move: session.notation(of: report.action), visits: report.visits,
        prior: PositionAnalysis.rounded(Double(report.prior)),
        value: (result?.value ?? report.value).map(PositionAnalysis.rounded), result: result,
        distance: result == nil ? nil : report.distance,
        line: notation(of: tree.line(from: report.action), from: tree.root))
    }
    let result = PositionAnalysis.Result(value: tree.proof.value(for: seat))
    return PositionAnalysis(
      game: session.gameName, options: session.optionsText, ply: session.ply, turn: seat,
      value: tree.value, result: result, distance: result == nil ? nil : tree.proofDistance,
      simulations: tree.simulationCount, moves: moves)
  }

  private static func notation(of line: [Int], from root: Game) -> [String] {
    line.map { root.notation(of: $0) }
  }
}

extension GameEvaluation {
  /// The search that positions are analysed by.
  ///
  /// - Parameter spec: a player that searches in a tree, such as alphazero; nil takes a network that
  ///   comes with the program, and for a board without one random games in its place.
  /// - Throws: `RequestError` for a player without such a search.
  public func analyst(
    _ spec: PlayerSpec?, in start: NamedWorld<Game>
  ) throws -> any GameAnalyst {
    let game = start.world
    let solver = (solution ?? .exhaustive).makeJudge(game)
    guard let spec = spec ?? shippedPlayer(in: start) else {
      return PositionAnalyst(Self.playouts(game), solver: solver)
    }
    let player = try agents.factory(spec, for: game)(1)
    guard let player = player as? any SearchingPlayer<Game> else {
      throw RequestError.badSpec(
        spec.agent, reason: "it keeps no search tree to read; alphazero does")
    }
    return PositionAnalyst(player, solver: solver)
  }

  /// The player of a network that comes with the program, as it is set up to play against people;
  /// nil for a board without one.
  public func shippedPlayer(in start: NamedWorld<Game>) -> PlayerSpec? {
    let packed = PackedNetwork.shipped(for: "alphazero", seeing: start.world.observationShape) {
      $0 == start.name
    }
    guard let packed, packed.network.outputWidth(0) == start.world.actionCount else { return nil }
    var options = ["simulations": "400", "root-proof-nodes": "20000"]
    options["proof-nodes"] = packed.provenance.agentOptions["proof-nodes"]
    return PlayerSpec(agent: "alphazero", options: options)
  }

  /// Random games at the leaves of a tree with proofs: knows nothing but the rules.
  private static func playouts(_ game: Game) -> any SearchingPlayer<Game> {
    var options = SearchOptions()
    options.rootProofNodes = 20_000
    return SearchPlayer(
      ProvingEvaluator(
        PlayoutEvaluator<Game>(random: RandomSource(seed: 1)), nodes: 30),
      for: game, options: options)
  }
}
