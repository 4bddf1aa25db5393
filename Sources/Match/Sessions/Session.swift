public import ArenaCore

/// A running game of type `Game`: the typed session behind every `GameSession`.
///
/// Small in memory, for servers hold thousands: a position and the actions that led to it. Notation
/// is made when asked for, and taking a move back replays the game.
public struct Session<Game: BoardGame>: GameSession {
  /// The position now, for typed players.
  public private(set) var game: Game
  public let gameName: String
  public let optionsText: String
  public private(set) var actions: [Int] = []

  private let start: Start

  /// The position at the start, which copies of a session share.
  private final class Start: Sendable {
    let game: Game
    init(_ game: Game) { self.game = game }
  }

  /// A session that starts at `game` as it stands; `name` is the catalog's name for it.
  public init(_ game: Game, name: String = Game.name, optionsText: String = "") {
    start = Start(game)
    self.game = game
    gameName = name
    self.optionsText = optionsText
  }

  public var family: String { Game.family }
  public var moves: [String] { actions.map(game.notation(of:)) }
  public var turn: Seat? { game.turn }
  public var outcome: Outcome? { game.outcome }
  public var actionCount: Int { game.actionCount }
  public var legalActions: [Int] { game.legalActions }
  public var legalMoves: [String] { game.legalActions.map(game.notation(of:)) }
  public var diagram: String { game.diagram }

  public func isLegal(_ action: Int) -> Bool { game.isLegal(action) }
  public func notation(of action: Int) -> String { game.notation(of: action) }
  public func action(from notation: String) -> Int? { game.action(from: notation) }

  public mutating func play(_ action: Int) throws(SessionError) {
    guard game.turn != nil else { throw .gameOver }
    guard game.isLegal(action) else {
      let isAction = action >= 0 && action < game.actionCount
      throw isAction ? .illegal(game.notation(of: action)) : .notAMove("action \(action)")
    }
    actions.append(action)
    game.play(action)
  }

  public mutating func undo() throws(SessionError) {
    guard !actions.isEmpty else { throw .nothingToUndo }
    actions.removeLast()
    game = start.game
    for action in actions { game.play(action) }
  }

  public mutating func reset() {
    game = start.game
    actions.removeAll(keepingCapacity: true)
  }
}
