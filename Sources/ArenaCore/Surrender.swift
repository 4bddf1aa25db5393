/// Why a player gives its game up.
public enum Surrender: Sendable, Hashable {
  case resignation
  /// It cannot play on, a program that died for example: one line for people.
  case failure(String)
}
