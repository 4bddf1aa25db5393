public import Wire

/// Who may not come in: names and addresses, as an operator gave them.
public struct Bans: Sendable, Hashable {
  /// In lower case.
  public private(set) var names: Set<String> = []
  public private(set) var addresses: Set<ClientAddress> = []

  public init() {}

  /// Reads what `text` writes; a line that is neither name nor address counts for nothing.
  public init(_ text: String) {
    for line in text.split(separator: "\n") { set(String(line), isBanned: true) }
  }

  /// One ban a line.
  public var text: String {
    (names.sorted() + addresses.map(\.description).sorted()).map { $0 + "\n" }.joined()
  }

  public var isEmpty: Bool { names.isEmpty && addresses.isEmpty }

  /// Bans a name or an address, or lets it in again.
  ///
  /// - Returns: false for text that is neither.
  @discardableResult
  public mutating func set(_ text: String, isBanned: Bool) -> Bool {
    // A numeric IPv4 address could be a name as well: it is an address.
    if let address = ClientAddress(text) {
      if isBanned { addresses.insert(address) } else { addresses.remove(address) }
    } else if WordForm.isName(text) {
      if isBanned { names.insert(text.lowercased()) } else { names.remove(text.lowercased()) }
    } else {
      return false
    }
    return true
  }

  func bans(name: String) -> Bool { names.contains(name.lowercased()) }
  func bans(_ address: ClientAddress?) -> Bool { address.map(addresses.contains) ?? false }
}

/// What an operator asked for that the server does and not the lobby.
public enum OperatorOrder: Sendable, Hashable {
  /// Stop, after so long.
  case stop(after: Duration)
  /// Do not stop after all.
  case stay
  /// Who is banned has changed.
  case keepBans
}

/// How often things happened since the start.
public struct LobbyCounts: Sendable, Hashable {
  public var moves = 0
  public var gamesBegun = 0
  public var gamesFinished = 0
  public var refusals = 0
}
