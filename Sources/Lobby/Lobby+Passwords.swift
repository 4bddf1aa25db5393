public import Wire

/// Passwords are checked elsewhere, because it takes long: the client waits for the answer, and
/// nobody else does.
extension Lobby {
  /// Whether the client waits for a password to be checked: it is not heard until then.
  public func isWaiting(_ client: ClientID) -> Bool { clients[client]?.isWaiting ?? false }

  /// The client is heard again once the answer to its request is there.
  func wait(_ visitor: Client) {
    visitor.isWaiting = true
    visitor.waitingTag = tag
  }

  /// Has the password checked, or made into a hash for a name that has none.
  mutating func check(
    _ password: String, of known: Account?, named name: String, from client: ClientID,
    at now: Duration
  ) throws(WireError) {
    guard let visitor = clients[client] else { return }
    let stored = known?.passwordHash
    if let use = use(of: visitor.address) {
      let wait = stored == nil ? use.registrations.wait(at: now) : use.guesses.wait(at: now)
      guard wait <= .zero else {
        let what = stored == nil ? "names with passwords" : "wrong passwords"
        throw WireError(
          .tooMany, "too many \(what) came from your address: \(wait.asRetry)", retry: wait)
      }
      guard use.checks < settings.checksPerAddress else {
        throw WireError(
          .tooMany, "too many passwords of your address are being checked: try again in 5 s",
          retry: .seconds(5))
      }
      use.checks += 1
    }
    guard !isSuspended || stored != nil else { throw suspension }
    wait(visitor)
    passwordChecks.append(
      PasswordCheck(
        client, from: visitor.address, name: name, password: password, stored: stored,
        rounds: settings.passwordRounds,
        delay: .milliseconds(250) * (1 << min(visitor.wrongPasswords, 4))))
  }

  /// Answers a client whose password was checked.
  public mutating func resolve(
    _ check: PasswordCheck, _ verdict: PasswordCheck.Verdict, at now: Duration
  ) {
    use(of: check.address)?.checks -= 1
    guard let visitor = clients[check.client], visitor.isWaiting, !visitor.hasQuit else { return }
    visitor.isWaiting = false
    tag = visitor.waitingTag
    defer { tag = "" }
    do throws(WireError) {
      try requireAdmitted(check.name)
      switch verdict {
      case .wrong: try refuse(visitor, check, at: now)
      case .right(let renewed): try admit(check, renewed, at: now)
      case .made(let hash): try register(check, hash, at: now)
      }
    } catch {
      answer(error.line(in: visitor.version), to: check.client)
      guard visitor.wrongPasswords >= settings.wrongPasswordLimit else { return }
      dismiss(check.client, "too many wrong passwords")
    }
  }

  private mutating func refuse(
    _ visitor: Client, _ check: PasswordCheck, at now: Duration
  ) throws(WireError) {
    visitor.wrongPasswords += 1
    use(of: check.address)?.guesses.spend(at: now)
    throw WireError(.wrongPassword, "that is not the password of \(check.name)")
  }

  private mutating func admit(
    _ check: PasswordCheck, _ renewed: String?, at now: Duration
  ) throws(WireError) {
    guard let account = account(named: check.name), account.kind == .member else {
      throw WireError(.wrongPassword, "\(check.name) is another's name by now")
    }
    if let renewed {
      account.passwordHash = renewed
      record(.account(name: account.name, passwordHash: renewed))
    }
    enter(account, from: check.client, at: now)
  }

  /// Gives the name to its first owner. A guest who comes back with a password keeps what the name
  /// has won so far.
  private mutating func register(
    _ check: PasswordCheck, _ hash: String, at now: Duration
  ) throws(WireError) {
    let known = account(named: check.name)
    if let known, known.kind == .member, let visitor = clients[check.client] {
      // Somebody registered it meanwhile: perhaps the same, twice.
      use(of: check.address)?.checks += 1
      wait(visitor)
      return passwordChecks.append(check.against(known.passwordHash))
    }
    try requireFree(known, check.name, "", from: check.address)
    use(of: check.address)?.registrations.spend(at: now)
    let account = known ?? addAccount(named: check.name, kind: .member)
    unkeep(account)
    account.kind = .member
    account.passwordHash = hash
    account.tokenHash = nil
    record(.account(name: account.name, passwordHash: hash))
    // A member's list is kept.
    for other in account.ignored.sorted() where accounts[other] != nil {
      record(.ignore(name: account.name, other: name(of: other), isOn: true))
    }
    enter(account, from: check.client, at: now)
  }
}
