import Agents
public import ArenaCore
import Environments
import Evaluation
public import Match
public import Training

/// The one registry: every game, task and agent by name. Adding a game is one line here.
public enum Catalog {
  public static let games: [GameEntry] = [
    GameEntry(
      MNK.self, "three in a row on 3x3", name: "tic-tac-toe", solution: .exhaustive,
      openSpiel: "tic_tac_toe"),
    GameEntry(MNK.self, "k in a row on m columns and n rows", solution: .rows),
    GameEntry(
      ConnectFour.self, "four discs in a row, dropped into columns",
      training: .connectFour, solution: .connectFour, openSpiel: "connect_four"),
    GameEntry(
      Gomoku.self, "five in a row; freestyle, standard or renju, swap2",
      training: .gomoku, solution: .rows, sgf: .gomoku, openSpiel: "gomoku"),
    GameEntry(
      GoLite.self, "Go on boards up to 9x9: area scoring, exact superko", training: .go,
      sgf: .go, openSpiel: "go(board_size=9)", more: [.gtp]),
    GameEntry(
      Go.self, "Go on boards up to 19x19: area scoring, exact superko", training: .go,
      sgf: .go, openSpiel: "go(board_size=19)", more: [.gtp]),
    GameEntry(Othello.self, "discs turned by flanking, passes", openSpiel: "othello"),
    GameEntry(
      Hex.self, "connect your two sides; swap rule by option", openSpiel: "hex(board_size=11)"),
    GameEntry(Breakthrough.self, "pawns run for the far row", openSpiel: "breakthrough"),
  ]

  public static let tasks: [TaskEntry] =
    CartPole.registrations.map { TaskEntry(CartPole.self, $0, "balances a pole on a cart") }
    + MountainCar.registrations.map { TaskEntry(MountainCar.self, $0, "rocks a car uphill") }
    + MountainCarContinuous.registrations.map {
      TaskEntry(MountainCarContinuous.self, $0, "rocks a car uphill with any force")
    }
    + Acrobot.registrations.map { TaskEntry(Acrobot.self, $0, "swings two links up") }
    + Pendulum.registrations.map {
      TaskEntry(Pendulum.self, $0, "swings a pendulum up and holds it")
    }
    + FrozenLake.registrations.map { TaskEntry(FrozenLake.self, $0, "crosses a slippery lake") }
    + CliffWalking.registrations.map { TaskEntry(CliffWalking.self, $0, "walks along a cliff") }
    + Taxi.registrations.map { TaskEntry(Taxi.self, $0, "fetches and delivers passengers") }
    + Blackjack.registrations.map {
      TaskEntry(Blackjack.self, $0, "plays blackjack with the dealer")
    }

  /// The game of that name.
  public static func game(_ name: String) throws(RequestError) -> GameEntry {
    guard let entry = games.first(where: { $0.name == name }) else {
      throw tasks.contains { $0.name == name } ? .isTask(name) : unknown(name)
    }
    return entry
  }

  /// The task of that name.
  public static func task(_ name: String) throws(RequestError) -> TaskEntry {
    guard let entry = tasks.first(where: { $0.name == name }) else {
      throw games.contains { $0.name == name } ? .isGame(name) : unknown(name)
    }
    return entry
  }

  /// The agents of the game or the task of that name.
  public static func agents(of name: String) throws(RequestError) -> [AgentDescription] {
    if let game = games.first(where: { $0.name == name }) { return game.agents }
    return try task(name).agents
  }

  /// Makes sure that the game or the task of that name takes these options.
  public static func check(_ name: String, options: [String: String]) throws(RequestError) {
    if let game = games.first(where: { $0.name == name }) {
      _ = try game.session(options)
    } else {
      _ = try Options(options, for: task(name).options, of: name)
    }
  }

  private static func unknown(_ name: String) -> RequestError {
    .unknownEnvironment(name, allowed: games.map(\.name) + tasks.map(\.name))
  }

  /// The type behind a game or a task, whose different names it shares; nil where there is none.
  @Sendable public static func worldType(_ name: String) -> (any Environment.Type)? {
    games.first { $0.name == name }?.world ?? tasks.first { $0.name == name }?.world
  }

  /// Trains an agent on the game or the task of that name.
  public static func train(
    _ name: String, _ plan: TrainingPlan, options: [String: String]
  ) throws -> TrainingEnd {
    if let game = games.first(where: { $0.name == name }) {
      return try game.train(plan, options)
    }
    return try task(name).train(plan, options)
  }

  /// The games as a server offers them.
  public static var directory: GameDirectory { GameDirectory(games.map(\.directoryEntry)) }
}
