public import Wire

/// A password that a client gave, to be checked or stored: slow work, for another thread.
public struct PasswordCheck: Sendable {
  public let client: ClientID
  /// Where it came from: one address must not keep others waiting.
  public let address: ClientAddress?
  /// How long the answer waits if the password is wrong: guessing must not be quick.
  public let delay: Duration
  let name: String
  private let password: String
  /// The hash that it must have; nil for a name to be registered.
  private let stored: String?
  private let rounds: Int

  /// What came of it.
  public enum Verdict: Sendable {
    /// It is the right one; its hash anew where the stored one is weaker than today's.
    case right(renewed: String?)
    case wrong
    /// The hash to be stored.
    case made(String)
  }

  init(
    _ client: ClientID, from address: ClientAddress?, name: String, password: String,
    stored: String?,
    rounds: Int, delay: Duration
  ) {
    self.client = client
    self.address = address
    self.name = name
    self.password = password
    self.stored = stored
    self.rounds = rounds
    self.delay = delay
  }

  /// The same against the hash that the name has by now.
  func against(_ stored: String?) -> Self {
    Self(
      client, from: address, name: name, password: password, stored: stored, rounds: rounds,
      delay: delay)
  }

  /// Does the work.
  public func run() -> Verdict {
    guard let stored else { return .made(PasswordHash.make(password, rounds: rounds)) }
    guard PasswordHash.matches(password, stored) else { return .wrong }
    return .right(
      renewed: PasswordHash.isWeaker(stored, than: rounds)
        ? PasswordHash.make(password, rounds: rounds) : nil)
  }
}
