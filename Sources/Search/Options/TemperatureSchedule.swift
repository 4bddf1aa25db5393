import Glibc

/// How random the choice of a move is as a game goes on: probability proportional to
/// weight^(1 / temperature).
public struct TemperatureSchedule: Sendable, Hashable {
  /// The temperature at ply 0; 0 plays the best move.
  public var start: Float
  /// The temperature that it falls to.
  public var end: Float
  /// Plies in which the distance to `end` halves; 0 keeps `start` for `plateau` plies and then jumps.
  public var halfLife: Float
  /// Plies at the beginning that keep `start`.
  public var plateau: Int

  public init(start: Float = 0, end: Float = 0, halfLife: Float = 0, plateau: Int = 0) {
    self.start = start
    self.end = end
    self.halfLife = halfLife
    self.plateau = plateau
  }

  /// Always the best move.
  public static let greedy = TemperatureSchedule()

  /// The same temperature for the whole game.
  public static func constant(_ temperature: Float) -> TemperatureSchedule {
    TemperatureSchedule(start: temperature, end: temperature)
  }

  /// The temperature at a ply, counted from 0.
  public func temperature(atPly ply: Int) -> Float {
    if ply < plateau { return start }
    guard halfLife > 0 else { return end }
    return end + (start - end) * exp2(-Float(ply - plateau) / halfLife)
  }
}
