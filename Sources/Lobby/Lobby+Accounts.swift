import Wire

extension Lobby {
  /// Whose name it is, whatever its case; nil for text that is no name at all.
  func accountID(named name: String) -> AccountID? {
    WordForm.isName(name) ? accountIDs[name.lowercased()] : nil
  }

  func name(of account: AccountID) -> String { accounts[account]?.name ?? "-" }

  mutating func addAccount(
    named name: String, kind: Account.Kind, hash: String? = nil
  ) -> AccountID {
    lastAccount += 1
    let id = AccountID(number: lastAccount)
    accounts[id] = Account(name: name, kind: kind, passwordHash: hash)
    accountIDs[name.lowercased()] = id
    return id
  }

  mutating func forgetIfEmpty(_ id: AccountID) {
    guard let account = accounts[id], account.isForgettable else { return }
    accountIDs[account.name.lowercased()] = nil
    accounts[id] = nil
  }

  /// Who `client` is.
  func account(of client: ClientID) throws(WireError) -> AccountID {
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
    guard WordForm.isName(name) else {
      throw WireError(
        .badName, "a name is 1 to 32 letters, digits, '_', '-' or '.', not first of all a sign")
    }
    let id = try claim(name, password)
    if let old = accounts[id]?.client {
      // The right password moves a member to the new connection: the old one may be half dead.
      clients[old]?.account = nil
      outbox.send("bye connected again from elsewhere", to: old)
      departures.append(old)
    }
    clients[client]?.account = id
    accounts[id]?.client = client
    accounts[id]?.awaySince = nil
    outbox.send("ok hello \(self.name(of: id))", to: client)
    for table in accounts[id]?.tables ?? [] {
      stopWatching(table, client)  // as a player it hears of the game anyway
      resume(table, for: id, at: now)
    }
  }

  /// The account of that name, made or proven to be the caller's.
  private mutating func claim(
    _ name: String, _ password: String?
  ) throws(WireError) -> AccountID {
    guard let id = accountID(named: name), let account = accounts[id] else {
      guard accounts.count < settings.accountLimit else {
        throw WireError(.serverFull, "there are too many names")
      }
      return register(name, password)
    }
    switch (account.kind, account.passwordHash, password) {
    case (.bot, _, _):
      throw WireError(.nameTaken, "\(name) is a house bot")
    case (_, let hash?, let password?):
      guard PasswordHash.matches(password, hash) else {
        throw WireError(.wrongPassword, "that is not the password of \(name)")
      }
    case (_, .some, nil):
      throw WireError(.wrongPassword, "\(name) has a password: say hello \(name) PASSWORD")
    case (_, nil, _):
      guard account.client == nil else {
        throw WireError(.nameTaken, "somebody is here as \(name)")
      }
      guard let password else { break }
      // A guest who comes back with a password keeps what the name has won so far.
      let hash = PasswordHash.make(password, using: &random)
      accounts[id]?.kind = .member
      accounts[id]?.passwordHash = hash
      record(.account(name: account.name, passwordHash: hash))
    }
    return id
  }

  private mutating func register(_ name: String, _ password: String?) -> AccountID {
    guard let password else { return addAccount(named: name, kind: .guest) }
    let hash = PasswordHash.make(password, using: &random)
    record(.account(name: name, passwordHash: hash))
    return addAccount(named: name, kind: .member, hash: hash)
  }

  /// The owner of `account` is gone: offers by it and to it lapse, games wait for a while.
  mutating func leave(_ id: AccountID, at now: Duration) {
    for offer in accounts[id]?.offers ?? [] { withdraw(offer) }
    for challenge in accounts[id]?.challenges ?? [] { refuse(challenge) }
    accounts[id]?.client = nil
    accounts[id]?.awaySince = now
    for table in accounts[id]?.tables ?? [] { interrupt(table) }
    forgetIfEmpty(id)
  }
}
