import ArenaCore
import Match
import Wire

extension Lobby {
  mutating func seek(
    _ proposal: Proposal, from client: ClientID, at now: Duration
  ) throws(WireError) {
    let account = try player(at: client)
    try requireRoom(for: account)
    let (terms, session) = try terms(of: proposal)
    if let offer = matchingSeek(for: account.id, terms, proposal.seat) {
      promise("ok seek \(offer.id)", to: client)
      remove(offer.id)
      try start(offer, against: account.id, session, at: now)
      return
    }
    if !proposal.peopleOnly, let bot = houseBot(for: session, with: account) {
      let offer = newOffer(terms, proposal.seat, from: account, to: bot)
      promise("ok seek \(offer.id)", to: client)
      try start(offer, against: bot, session, at: now)
      return
    }
    try requireOfferRoom(for: account)
    let offer = newOffer(terms, proposal.seat, from: account, to: nil)
    post(offer)
    answer("ok seek \(offer.id)", to: client)
  }

  mutating func challenge(
    _ name: String, _ proposal: Proposal, from client: ClientID, at now: Duration
  ) throws(WireError) {
    let account = try player(at: client)
    guard let opponent = self.account(named: name), opponent !== account, opponent.isHere else {
      throw WireError(.noSuchPlayer, "nobody else is here as \(OneLine.quoting(name))")
    }
    try requireRoom(for: account)
    if opponent.kind != .bot {
      try requireOfferRoom(for: account)
      try requirePatience(of: opponent, with: account, at: now)
    }
    let (terms, session) = try terms(of: proposal)
    if opponent.kind == .bot { try require(bot: opponent.id, takes: session) }
    try challenge(
      opponent, terms, proposal.seat, session, from: account, (client, "challenge"), at: now)
  }

  /// Challenges a player to a game whose terms are understood; a house bot begins at once.
  ///
  /// - Parameter request: whose it is, and the command's word.
  mutating func challenge(
    _ opponent: Account, _ terms: GameTerms, _ seat: Proposal.SeatWish,
    _ session: any GameSession, from account: Account, _ request: (client: ClientID, word: String),
    at now: Duration
  ) throws(WireError) {
    let offer = newOffer(terms, seat, from: account, to: opponent.id)
    guard opponent.kind != .bot else {
      promise("ok \(request.word) \(offer.id)", to: request.client)
      return try start(offer, against: opponent.id, session, at: now)
    }
    post(offer)
    answer("ok \(request.word) \(offer.id)", to: request.client)
    tell(.challenged(offer.id, by: account.name, terms, seat), to: opponent.client)
  }

  mutating func accept(
    _ id: Int, from client: ClientID, at now: Duration
  ) throws(WireError) {
    let account = try player(at: client)
    guard let offer = offers[id], offer.proposer != account.id,
      offer.isSeek || offer.opponent == account.id
    else { throw noOffer(id) }
    if accounts[offer.proposer]?.ignored.contains(account.id) == true { throw noOffer(id) }
    try requireRoom(for: account)
    if let proposer = accounts[offer.proposer] { try requireRoom(for: proposer) }
    let session = try self.session(offer.terms)
    remove(id)
    promise("ok accept \(id)", to: client)
    try start(offer, against: account.id, session, at: now)
  }

  mutating func decline(_ id: Int, from client: ClientID, at now: Duration) throws(WireError) {
    let account = try self.account(of: client)
    guard let offer = offers[id], offer.opponent == account else { throw noOffer(id) }
    answer("ok decline \(id)", to: client)
    refuse(id, at: now)
  }

  mutating func cancel(_ id: Int?, from client: ClientID, at now: Duration) throws(WireError) {
    let account = try player(at: client)
    if let id {
      guard offers[id]?.proposer == account.id else { throw noOffer(id) }
      withdraw(id, at: now)
    } else {
      for offer in account.offers { withdraw(offer, at: now) }
    }
    answer(id.map { "ok cancel \($0)" } ?? "ok cancel", to: client)
  }

  /// Takes an offer back and notifies the player it was made to.
  mutating func withdraw(_ id: Int, at now: Duration) {
    guard let offer = remove(id), let opponent = offer.opponent else { return }
    use(of: offer.address)?.vainChallenges.spend(at: now)
    tell(.cancelled(id), to: accounts[opponent]?.client)
  }

  /// Takes a challenge away that its opponent refuses or cannot accept any more, being gone.
  mutating func refuse(_ id: Int, at now: Duration) {
    guard let offer = remove(id), let opponent = offer.opponent else { return }
    use(of: offer.address)?.vainChallenges.spend(at: now)
    tell(.declined(id, by: name(of: opponent)), to: accounts[offer.proposer]?.client)
  }

  /// A running session under terms already understood.
  func session(_ terms: GameTerms) throws(WireError) -> any GameSession {
    let given = Options.values(of: terms.options)
    do { return try directory.session(terms.game, given) } catch { throw WireError(error) }
  }

  func terms(
    of proposal: Proposal
  ) throws(WireError) -> (GameTerms, any GameSession) {
    let session: any GameSession
    do {
      session = try directory.session(proposal.game, proposal.options)
    } catch {
      guard case .options(.unknown) = error else { throw WireError(error) }
      let terms = Proposal.termNames.joined(separator: ", ")
      throw WireError(.badOption, "\(error); beside options there are \(terms)")
    }
    return (
      GameTerms(
        game: session.gameName, options: session.optionsText,
        clock: proposal.clock ?? settings.clock, rules: proposal.rules), session
    )
  }

  /// The oldest open seek that fits.
  private func matchingSeek(
    for account: AccountID, _ terms: GameTerms, _ wish: Proposal.SeatWish
  ) -> Offer? {
    var best: Offer?
    for seat in wish.compatible {
      guard let seeks = seeksByTerms[SeekKey(terms: terms, seat: seat)] else { continue }
      // A bounded look: whoever can play no more games stands there in vain.
      for id in seeks.numbers.prefix(Self.seekSearch) {
        guard id < best?.id ?? .max else { break }
        guard let offer = offers[id], offer.proposer != account,
          let proposer = accounts[offer.proposer], hasRoom(proposer),
          proposer.ignored.isEmpty || !proposer.ignored.contains(account),
          accounts[account]?.ignored.contains(offer.proposer) != true
        else { continue }
        best = offer
        break
      }
    }
    return best
  }

  /// So many seeks of one kind are looked at for one that fits.
  private static var seekSearch: Int { 64 }

  mutating func newOffer(
    _ terms: GameTerms, _ seat: Proposal.SeatWish, from proposer: Account, to opponent: AccountID?
  ) -> Offer {
    lastOffer += 1
    if lastOffer > reservedOffers {
      // Set aside many at a time: no number comes twice over restarts, and the journal stays small.
      reservedOffers = lastOffer - 1 + Self.offerBlock
      record(.offers(upTo: reservedOffers))
    }
    return Offer(
      id: lastOffer, terms: terms, seat: seat, proposer: proposer.id, opponent: opponent,
      address: proposer.address)
  }

  mutating func post(_ offer: Offer) {
    offers[offer.id] = offer
    accounts[offer.proposer]?.offers.append(offer.id)
    use(of: offer.address)?.offers += 1
    if let opponent = offer.opponent {
      accounts[opponent]?.challenges.append(offer.id)
    } else if offer.queuedSince != nil {
      enqueue(offer)
    } else {
      openSeeks.insert(offer.id)
      seeksByTerms[offer.seekKey, default: OrderedNumbers()].insert(offer.id)
    }
  }

  @discardableResult
  mutating func remove(_ id: Int) -> Offer? {
    guard let offer = offers.removeValue(forKey: id) else { return nil }
    accounts[offer.proposer]?.offers.removeAll { $0 == id }
    use(of: offer.address)?.offers -= 1
    if let opponent = offer.opponent {
      accounts[opponent]?.challenges.removeAll { $0 == id }
    } else if offer.queuedSince != nil {
      dequeue(offer)
    } else {
      openSeeks.remove(id)
      seeksByTerms[offer.seekKey]?.remove(id)
      if seeksByTerms[offer.seekKey]?.isEmpty == true { seeksByTerms[offer.seekKey] = nil }
    }
    return offer
  }

  /// How many numbers of offers the journal sets aside at a time.
  private static var offerBlock: Int { 1000 }

  func requireRoom(for account: Account) throws(WireError) {
    try requireOpen()
    guard hasRoom(account) else {
      throw WireError(
        .tooMany, "\(account.name) plays \(settings.tablesPerPlayer) games already")
    }
    guard tables.count - adjourned.count < settings.tableLimit else {
      throw WireError(.serverFull, "all tables are taken: try again later")
    }
    guard use(of: account.address)?.tables ?? 0 < settings.tablesPerAddress else {
      throw WireError(
        .tooMany,
        "\(settings.tablesPerAddress) games were begun from the address of \(account.name) already")
    }
  }

  func requireOfferRoom(for account: Account) throws(WireError) {
    guard account.offers.count < settings.offersPerPlayer else {
      throw WireError(.tooMany, "you have \(settings.offersPerPlayer) open offers already")
    }
    guard use(of: account.address)?.offers ?? 0 < settings.offersPerAddress else {
      throw WireError(
        .tooMany, "there are \(settings.offersPerAddress) open offers from your address already")
    }
  }

  /// Throws where a challenge more would only pester.
  func requirePatience(
    of opponent: Account, with account: Account, at now: Duration
  ) throws(WireError) {
    guard !opponent.ignored.contains(account.id) else {
      throw WireError(.noSuchPlayer, "\(opponent.name) does not want to hear of you")
    }
    guard opponent.challenges.count < settings.challengesPerPlayer else {
      throw WireError(
        .tooMany, "\(opponent.name) has \(settings.challengesPerPlayer) challenges to answer")
    }
    let wait = use(of: account.address)?.vainChallenges.wait(at: now) ?? .zero
    guard wait <= .zero else {
      throw WireError(
        .tooMany, "too many challenges from your address came to nothing: \(wait.asRetry)",
        retry: wait)
    }
  }

  private func noOffer(_ id: Int) -> WireError {
    WireError(.noSuchOffer, "there is no offer \(id) for you")
  }
}

extension WireError {
  init(_ error: DirectoryError) {
    switch error {
    case .unknownGame: self.init(.unknownGame, error.description)
    case .options: self.init(.badOption, error.description)
    }
  }
}
