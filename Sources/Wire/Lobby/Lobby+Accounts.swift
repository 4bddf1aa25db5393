import Match

extension Lobby {
  /// Letters, digits, `_`, `-` and `.`, at most 32, beginning with a letter or a digit.
  public static func isValidName(_ name: String) -> Bool {
    let bytes = name.utf8
    guard (1...32).contains(bytes.count), let first = bytes.first, isLetterOrDigit(first) else {
      return false
    }
    return bytes.allSatisfy {
      isLetterOrDigit($0) || [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains($0)
    }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  func isValidName(_ name: String) -> Bool { Self.isValidName(name) }

  /// The account at an index that something still refers to.
  subscript(account index: Int) -> Account {
    get {
      guard let account = accounts[index] else { preconditionFailure("no account \(index)") }
      return account
    }
    _modify {
      guard var account = accounts[index] else { preconditionFailure("no account \(index)") }
      accounts[index] = nil  // not two owners of its arrays while it changes
      defer { accounts[index] = account }
      yield &account
    }
  }

  mutating func addAccount(named name: String, kind: Account.Kind, hash: String? = nil) -> Int {
    let account = Account(name: name, kind: kind, passwordHash: hash)
    let index = freeAccounts.popLast() ?? accounts.count
    if index == accounts.count { accounts.append(account) } else { accounts[index] = account }
    accountIndices[name.lowercased()] = index
    return index
  }

  mutating func forgetIfEmpty(_ index: Int) {
    guard let account = accounts[index], account.isForgettable else { return }
    accountIndices[account.name.lowercased()] = nil
    accounts[index] = nil
    freeAccounts.append(index)
  }

  /// Who `client` is.
  func account(of client: ClientID) throws(WireError) -> Int {
    guard let account = clients[client]?.account else {
      throw WireError(.helloFirst, "say hello NAME first")
    }
    return account
  }

  mutating func hello(
    _ name: String, _ password: String?, from client: ClientID, at now: Duration
  ) throws(WireError) {
    guard clients[client]?.account == nil else {
      throw WireError(.nameTaken, "you have a name already")
    }
    guard isValidName(name) else {
      throw WireError(
        .badName, "a name is 1 to 32 letters, digits, '_', '-' or '.', not first of all a sign")
    }
    let index = try claim(name, password)
    if let old = self[account: index].client {
      // The right password moves a member to the new connection: the old one may be half dead.
      clients[old]?.account = nil
      outbox.send("bye connected again from elsewhere", to: old)
      departures.append(old)
    }
    clients[client]?.account = index
    self[account: index].client = client
    self[account: index].awaySince = nil
    outbox.send("ok hello \(self[account: index].name)", to: client)
    for id in self[account: index].tables { resume(id, for: index, at: now) }
  }

  /// The account of that name, made or proven to be the caller's.
  private mutating func claim(_ name: String, _ password: String?) throws(WireError) -> Int {
    guard let index = accountIndices[name.lowercased()] else {
      guard accountIndices.count < settings.accountLimit else {
        throw WireError(.serverFull, "there are too many names")
      }
      return register(name, password)
    }
    switch (self[account: index].kind, self[account: index].passwordHash, password) {
    case (.bot, _, _):
      throw WireError(.nameTaken, "\(name) is a house bot")
    case (_, let hash?, let password?):
      guard PasswordHash.matches(password, hash) else {
        throw WireError(.wrongPassword, "that is not the password of \(name)")
      }
    case (_, .some, nil):
      throw WireError(.wrongPassword, "\(name) has a password: say hello \(name) PASSWORD")
    case (_, nil, _):
      guard self[account: index].client == nil else {
        throw WireError(.nameTaken, "somebody is here as \(name)")
      }
      guard let password else { break }
      // A guest who comes back with a password keeps what the name has won so far.
      self[account: index].kind = .member
      self[account: index].passwordHash = PasswordHash.make(password, using: &random)
      recordAccount(index)
    }
    return index
  }

  private mutating func register(_ name: String, _ password: String?) -> Int {
    let hash = password.map { PasswordHash.make($0, using: &random) }
    let index = addAccount(named: name, kind: hash == nil ? .guest : .member, hash: hash)
    if hash != nil { recordAccount(index) }
    return index
  }

  private mutating func recordAccount(_ index: Int) {
    record(
      .account(
        name: self[account: index].name, passwordHash: self[account: index].passwordHash))
  }

  /// The owner of `account` is gone: offers lapse, games wait for a while.
  mutating func leave(_ index: Int, at now: Duration) {
    for offer in self[account: index].offers { withdraw(offer) }
    self[account: index].client = nil
    self[account: index].awaySince = now
    for id in self[account: index].tables { schedule(id) }
    forgetIfEmpty(index)
  }
}
