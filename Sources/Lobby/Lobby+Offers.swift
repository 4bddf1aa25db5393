import ArenaCore
import Match
import Wire

extension Lobby {
  mutating func seek(
    _ proposal: Proposal, from client: ClientID, at now: Duration
  ) throws(WireError) {
    let account = try self.account(of: client)
    let (terms, session) = try terms(of: proposal)
    try requireRoom(for: account)
    if let offer = matchingSeek(for: account, terms, proposal.seat) {
      outbox.send("ok seek \(offer.id)", to: client)
      remove(offer.id)
      try start(offer, against: account, session, at: now)
      return
    }
    if !proposal.peopleOnly, let bot = houseBot(for: session) {
      let offer = newOffer(terms, proposal.seat, from: account, to: bot)
      outbox.send("ok seek \(offer.id)", to: client)
      try start(offer, against: bot, session, at: now)
      return
    }
    try requireOfferRoom(for: account)
    let offer = newOffer(terms, proposal.seat, from: account, to: nil)
    post(offer)
    outbox.send("ok seek \(offer.id)", to: client)
  }

  mutating func challenge(
    _ name: String, _ proposal: Proposal, from client: ClientID, at now: Duration
  ) throws(WireError) {
    let account = try self.account(of: client)
    guard let opponent = accountID(named: name), opponent != account,
      let player = accounts[opponent], player.isHere
    else {
      throw WireError(.noSuchPlayer, "nobody else is here as \(OneLine.quoting(name))")
    }
    let (terms, session) = try terms(of: proposal)
    try requireRoom(for: account)
    if player.kind == .bot {
      try require(bot: opponent, takes: session)
      let offer = newOffer(terms, proposal.seat, from: account, to: opponent)
      outbox.send("ok challenge \(offer.id)", to: client)
      try start(offer, against: opponent, session, at: now)
      return
    }
    try requireOfferRoom(for: account)
    let offer = newOffer(terms, proposal.seat, from: account, to: opponent)
    post(offer)
    outbox.send("ok challenge \(offer.id)", to: client)
    if let theirs = player.client {
      outbox.send(
        "challenge \(offer.id) \(self.name(of: account)) \(terms.text) \(proposal.seat.rawValue)",
        to: theirs)
    }
  }

  mutating func accept(
    _ id: Int, from client: ClientID, at now: Duration
  ) throws(WireError) {
    let account = try self.account(of: client)
    guard let offer = offers[id], offer.proposer != account,
      offer.opponent == nil || offer.opponent == account
    else { throw noOffer(id) }
    try requireRoom(for: account)
    try requireRoom(for: offer.proposer)
    let session = try self.session(offer.terms)
    remove(id)
    outbox.send("ok accept \(id)", to: client)
    try start(offer, against: account, session, at: now)
  }

  mutating func decline(_ id: Int, from client: ClientID) throws(WireError) {
    let account = try self.account(of: client)
    guard let offer = offers[id], offer.opponent == account else { throw noOffer(id) }
    outbox.send("ok decline \(id)", to: client)
    refuse(id)
  }

  mutating func cancel(_ id: Int?, from client: ClientID) throws(WireError) {
    let account = try self.account(of: client)
    if let id {
      guard offers[id]?.proposer == account else { throw noOffer(id) }
      withdraw(id)
    } else {
      for offer in accounts[account]?.offers ?? [] { withdraw(offer) }
    }
    outbox.send(id.map { "ok cancel \($0)" } ?? "ok cancel", to: client)
  }

  /// Takes an offer back and notifies the player it was made to.
  mutating func withdraw(_ id: Int) {
    guard let offer = remove(id), let opponent = offer.opponent,
      let client = accounts[opponent]?.client
    else { return }
    outbox.send("cancelled \(id)", to: client)
  }

  /// Takes a challenge away that its opponent refuses or cannot accept any more, being gone.
  mutating func refuse(_ id: Int) {
    guard let offer = remove(id), let opponent = offer.opponent,
      let client = accounts[offer.proposer]?.client
    else { return }
    outbox.send("declined \(id) \(name(of: opponent))", to: client)
  }

  /// A running session under terms already understood.
  func session(_ terms: GameTerms) throws(WireError) -> any GameSession {
    let pairs = terms.options.pieces(at: UInt8(ascii: ",")).map { pair in
      pair.pieces(at: UInt8(ascii: "="), maxSplits: 1)
    }
    var given: [String: String] = [:]
    for pair in pairs where pair.count == 2 { given[pair[0]] = pair[1] }
    do { return try directory.session(terms.game, given) } catch { throw WireError(error) }
  }

  private func terms(
    of proposal: Proposal
  ) throws(WireError) -> (GameTerms, any GameSession) {
    let session: any GameSession
    do {
      session = try directory.session(proposal.game, proposal.options)
    } catch { throw WireError(error) }
    return (
      GameTerms(
        game: session.gameName, options: session.optionsText,
        clock: proposal.clock ?? settings.clock), session
    )
  }

  private func matchingSeek(
    for account: AccountID, _ terms: GameTerms, _ wish: Proposal.SeatWish
  ) -> Offer? {
    offers.values.filter { offer in
      offer.opponent == nil && offer.proposer != account && offer.terms == terms
        && (wish == .any || offer.seat == .any || wish != offer.seat)
        && hasRoom(offer.proposer)
    }.min { $0.id < $1.id }
  }

  private mutating func newOffer(
    _ terms: GameTerms, _ seat: Proposal.SeatWish, from proposer: AccountID, to opponent: AccountID?
  ) -> Offer {
    lastOffer += 1
    if lastOffer > reservedOffers {
      // Set aside many at a time: no number comes twice over restarts, and the journal stays small.
      reservedOffers = lastOffer - 1 + Self.offerBlock
      record(.offers(upTo: reservedOffers))
    }
    return Offer(
      id: lastOffer, terms: terms, seat: seat, proposer: proposer, opponent: opponent)
  }

  private mutating func post(_ offer: Offer) {
    offers[offer.id] = offer
    accounts[offer.proposer]?.offers.append(offer.id)
    if let opponent = offer.opponent { accounts[opponent]?.challenges.append(offer.id) }
  }

  @discardableResult
  private mutating func remove(_ id: Int) -> Offer? {
    guard let offer = offers.removeValue(forKey: id) else { return nil }
    accounts[offer.proposer]?.offers.removeAll { $0 == id }
    if let opponent = offer.opponent { accounts[opponent]?.challenges.removeAll { $0 == id } }
    return offer
  }

  /// How many numbers of offers the journal sets aside at a time.
  private static var offerBlock: Int { 1000 }

  private func requireRoom(for account: AccountID) throws(WireError) {
    guard hasRoom(account) else {
      throw WireError(
        .tooMany, "\(name(of: account)) plays \(settings.tablesPerPlayer) games already")
    }
    guard tables.count - adjourned.count < settings.tableLimit else {
      throw WireError(.serverFull, "all tables are taken")
    }
  }

  private func requireOfferRoom(for account: AccountID) throws(WireError) {
    guard accounts[account]?.offers.count ?? 0 < settings.offersPerPlayer else {
      throw WireError(.tooMany, "you have \(settings.offersPerPlayer) open offers already")
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
