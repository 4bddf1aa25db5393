import ArenaCore

/// A player behind erased types: a house bot of the server, or an engine written by others.
public protocol SessionPlayer {
  /// Forgets the last game and sits down at `seat` of a new one.
  mutating func begin(as seat: Seat, in session: any GameSession)

  /// Hears of an action just played, by either seat; `session` is the state after it.
  mutating func observe(_ action: Int, leadingTo session: any GameSession)

  /// The action to play in `session`, where it is this player's turn.
  ///
  /// - Throws: `PlayerFailure` when the player can no longer play, which loses its game.
  mutating func choose(
    in session: any GameSession, within budget: Budget, using random: inout RandomSource
  ) throws(PlayerFailure) -> Int
}

/// Why a player gave up in the middle of a game: an engine that died, for example.
public struct PlayerFailure: Error, Hashable, CustomStringConvertible {
  /// One line for people.
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// A typed player seated at sessions of its own game.
public struct SeatedPlayer<Game: BoardGame>: SessionPlayer {
  private var player: any Player<Game>

  public init(_ player: any Player<Game>) { self.player = player }

  public mutating func begin(as seat: Seat, in session: any GameSession) {
    player.begin(as: seat, in: game(of: session))
  }

  public mutating func observe(_ action: Int, leadingTo session: any GameSession) {
    player.observe(action, leadingTo: game(of: session))
  }

  public mutating func choose(
    in session: any GameSession, within budget: Budget, using random: inout RandomSource
  ) throws(PlayerFailure) -> Int {
    let action = player.choose(in: game(of: session), within: budget, using: &random)
    switch player.surrender {
    case nil: return action
    case .resignation: throw PlayerFailure("resigned")
    case .failure(let text): throw PlayerFailure(text)
    }
  }

  private func game(of session: any GameSession) -> Game {
    guard let session = session as? Session<Game> else {
      preconditionFailure("a player of \(Game.name) was seated at \(session.gameName)")
    }
    return session.game
  }
}
