public import ArenaCore
public import Environments

/// Connect Four after some moves in Pons' notation, on a board of any size.
public func connectFour(_ moves: String = "", columns: Int = 7, rows: Int = 6) throws -> ConnectFour
{
  var game = try ConnectFour(["columns": "\(columns)", "rows": "\(rows)"])
  for move in moves { game.play(game.action(from: String(move))!) }
  return game
}

/// An m,n,k-game after some moves.
public func mnk(_ columns: Int, _ rows: Int, _ length: Int, _ moves: [String] = []) throws -> MNK {
  var game = try MNK(["columns": "\(columns)", "rows": "\(rows)", "length": "\(length)"])
  for move in moves { game.play(game.action(from: move)!) }
  return game
}

/// A running position after up to `plies` random actions.
public func draw<Game: BoardGame>(
  from start: Game, plies: ClosedRange<Int>, using random: inout RandomSource
) -> Game {
  while true {
    var game = start
    for _ in 0..<plies.lowerBound + random.below(plies.count) where game.turn != nil {
      _ = game.playRandomAction(using: &random)
    }
    if game.turn != nil { return game }
  }
}
