/// Why a player gives its game up.
public enum Surrender: Error, Sendable, Hashable, CustomStringConvertible {
  case resignation
  /// It cannot play on, a program that died for example: one line for people.
  case failure(String)

  /// What follows the player's name: `resigned`, `failed: no answer`.
  public var description: String {
    switch self {
    case .resignation: "resigned"
    case .failure(let text): "failed: \(text)"
    }
  }

  /// The failure of a player whose evaluation of a position holds NaN or an infinity.
  public static let nonFinite = failure("its evaluation of the position is not a finite number")
}
