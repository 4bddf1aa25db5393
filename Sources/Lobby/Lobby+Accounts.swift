import Wire

extension Lobby {
  /// Whose name it is, whatever its case; nil for text that is no name at all.
  func accountID(named name: String) -> AccountID? {
    WordForm.isName(name) ? accountIDs[name.lowercased()] : nil
  }

  func account(named name: String) -> Account? { accountID(named: name).flatMap { accounts[$0] } }

  func name(of account: AccountID) -> String { accounts[account]?.name ?? "-" }

  @discardableResult
  mutating func addAccount(
    named name: String, kind: Account.Kind, hash: String? = nil
  ) -> Account {
    lastAccount += 1
    let id = AccountID(number: lastAccount)
    let account = Account(
      id: id, name: name, kind: kind, passwordHash: hash,
      analyses: TokenBucket(settings.analysesPerPlayer, every: settings.analysisInterval))
    accounts[id] = account
    accountIDs[name.lowercased()] = id
    return account
  }

  /// Who `client` is.
  func account(of client: ClientID) throws(WireError) -> AccountID {
    try player(at: client).id
  }

  func player(at client: ClientID) throws(WireError) -> Account {
    guard let account = clients[client]?.player else {
      throw WireError(.helloFirst, "say hello NAME first")
    }
    return account
  }

  mutating func hello(
    _ name: String, _ password: String?, from client: ClientID, at now: Duration
  ) throws(WireError) {
    guard clients[client]?.player == nil else {
      throw WireError(.nameTaken, "you have a name already")
    }
    guard WordForm.isName(name) else {
      throw WireError(
        .badName, "a name is 1 to 32 letters, digits, '_', '-' or '.', not first of all a sign")
    }
    try requireAdmitted(name)
    let known = account(named: name)
    if let known, known.kind == .guest, let hash = known.tokenHash, let password,
      PasswordHash.ofToken(password) == hash
    {
      return enter(known, with: password, from: client, at: now)
    }
    try requireFree(known, name, password, from: clients[client]?.address)
    // A guest's word that is none any more is no password.
    if let password, known?.kind == .member || !Self.isToken(password) {
      try check(password, of: known, named: name, from: client, at: now)
    } else {
      // Whoever had it before has left.
      enter(known ?? addAccount(named: name, kind: .guest), from: client, at: now)
    }
  }

  /// Throws unless the name is free, or its owner's who must give the password.
  mutating func requireFree(
    _ known: Account?, _ name: String, _ password: String?, from address: ClientAddress?
  ) throws(WireError) {
    guard let known else {
      guard accounts.count < settings.accountLimit || forgetOldestGuest() else {
        throw WireError(.serverFull, "there are too many names: try again later")
      }
      return
    }
    switch known.kind {
    case .bot: throw WireError(.nameTaken, "\(name) is a house bot")
    case .member:
      guard password != nil else {
        throw WireError(.wrongPassword, "\(name) has a password: say hello \(name) PASSWORD")
      }
    case .guest:
      guard known.client == nil else {
        throw WireError(.nameTaken, "somebody is here as \(name)")
      }
      let isFromBefore = address != nil && known.formerAddress == address
      guard known.tables.isEmpty || known.tokenHash == nil || isFromBefore else {
        throw WireError(
          .nameTaken, "a game of \(name) is running: say hello \(name) TOKEN, with its token")
      }
    }
  }

  /// The client is whom it says it is.
  ///
  /// - Parameter token: the word with which a guest proved it; without one it gets another.
  mutating func enter(
    _ account: Account, with token: String? = nil, from client: ClientID, at now: Duration
  ) {
    if let old = account.client {
      // The right word moves a name to the new connection: the old one may be half dead.
      clients[old]?.player = nil
      tell(.bye("connected again from elsewhere"), to: old)
      departures.append(old)
    }
    unkeep(account)
    clients[client]?.player = account
    account.client = client
    account.awaySince = nil
    account.address = clients[client]?.address
    account.formerAddress = nil
    present.insert(account.id.number)
    if account.kind == .guest {
      let word = token ?? Self.newToken()
      if token == nil {
        account.tokenHash = PasswordHash.ofToken(word)
        account.isTokenKept = false
        if !account.tables.isEmpty { keepToken(of: account) }
      }
      answer("token \(word)", to: client)
    }
    answer("ok hello \(account.name)", to: client)
    for table in account.tables {
      stopWatching(table, client)  // as a player it hears of the game anyway
      resume(table, for: account.id, at: now)
    }
  }

  /// Has the journal keep the word of a guest who plays, so that the games are nobody else's after a
  /// restart.
  mutating func keepToken(of account: Account) {
    guard let hash = account.tokenHash, !account.isTokenKept else { return }
    account.isTokenKept = true
    record(.token(name: account.name, hash: hash, address: account.address))
  }

  /// Whether a word looks as those of guests do.
  private static func isToken(_ word: String) -> Bool {
    word.utf8.count == 20
      && word.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  /// A word that nobody guesses: not from the lobby's own chance, which players see at work.
  private static func newToken() -> String {
    PasswordHash.hexadecimal((0..<10).map { _ in UInt8.random(in: 0...255) })
  }

  /// The owner of `account` is gone: offers by it and to it lapse, games wait for a while.
  mutating func leave(_ account: Account, at now: Duration) {
    account.client = nil
    account.awaySince = now
    present.remove(account.id.number)
    for offer in account.offers { withdraw(offer, at: now) }
    for challenge in account.challenges { refuse(challenge, at: now) }
    for table in account.tables { interrupt(table, at: now) }
    forgetIfEmpty(account)
  }
}
