import ArenaCore

/// A running game of type `Game`: the typed session behind every `GameSession`.
///
/// Undo by copy: a copy of the position is kept every few plies, and taking a move back replays
/// from the last one, so that a long game stays small in memory and undo stays cheap.
public struct Session<Game: BoardGame>: GameSession {
  /// The position now, for typed players.
  public private(set) var game: Game
  public let gameName: String
  public let optionsText: String
  public private(set) var actions: [Int] = []
  public private(set) var moves: [String] = []

  private let start: Game
  // The position before ply `index * stride`, for every such ply played so far.
  private var checkpoints: [Game] = []
  private static var stride: Int { 16 }

  /// A session that starts at `game` as it stands; `name` is the catalog's name for it.
  public init(_ game: Game, name: String = Game.name, optionsText: String = "") {
    start = game
    self.game = game
    gameName = name
    self.optionsText = optionsText
  }

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
    if actions.count.isMultiple(of: Self.stride) { checkpoints.append(game) }
    moves.append(game.notation(of: action))
    actions.append(action)
    game.play(action)
  }

  public mutating func undo() throws(SessionError) {
    guard !actions.isEmpty else { throw .nothingToUndo }
    actions.removeLast()
    moves.removeLast()
    let checkpoint = actions.count / Self.stride
    game = checkpoints[checkpoint]
    for action in actions[(checkpoint * Self.stride)...] { game.play(action) }
    if actions.count.isMultiple(of: Self.stride) { checkpoints.removeLast() }
  }

  public mutating func reset() {
    game = start
    actions.removeAll(keepingCapacity: true)
    moves.removeAll(keepingCapacity: true)
    checkpoints.removeAll(keepingCapacity: true)
  }
}
