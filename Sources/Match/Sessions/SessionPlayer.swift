public import ArenaCore

/// A player behind erased types: a house bot of the server, or an engine written by others.
public protocol SessionPlayer {
  /// Forgets the last game and sits down at `seat` of a new one.
  mutating func begin(as seat: Seat, in session: any GameSession)

  /// Hears of an action just played, by either seat; `session` is the state after it.
  mutating func observe(_ action: Int, leadingTo session: any GameSession)

  /// The action to play in `session`, where it is this player's turn.
  ///
  /// - Throws: `Surrender` when the player gives its game up.
  mutating func choose(
    in session: any GameSession, within budget: Budget, using random: inout RandomSource
  ) throws(Surrender) -> Int
}

/// A typed player seated at sessions of its own game.
public struct SeatedPlayer<Game: BoardGame>: SessionPlayer {
  private var player: any Player<Game>

  public init(_ player: any Player<Game>) { self.player = player }

  public mutating func begin(as seat: Seat, in session: any GameSession) {
    if let game = game(of: session) { player.begin(as: seat, in: game) }
  }

  public mutating func observe(_ action: Int, leadingTo session: any GameSession) {
    if let game = game(of: session) { player.observe(action, leadingTo: game) }
  }

  public mutating func choose(
    in session: any GameSession, within budget: Budget, using random: inout RandomSource
  ) throws(Surrender) -> Int {
    guard let game = game(of: session) else {
      throw .failure("a player of \(Game.name) does not play \(session.gameName)")
    }
    let action = player.choose(in: game, within: budget, using: &random)
    if let surrender = player.surrender { throw surrender }
    return action
  }

  /// Nil for a session of another game.
  private func game(of session: any GameSession) -> Game? { (session as? Session<Game>)?.game }
}
