import ArenaCore
import Match
import Wire

/// The queue: who waits there meets somebody of about the same rating.
extension Lobby {
  mutating func queue(
    _ proposal: Proposal, from client: ClientID, at now: Duration
  ) throws(WireError) {
    let account = try player(at: client)
    try requireRoom(for: account)
    try requireOfferRoom(for: account)
    let (terms, _) = try terms(of: proposal)
    guard !account.offers.contains(where: { offers[$0]?.isQueued(at: terms) == true }) else {
      throw WireError(.tooMany, "you wait for such a game already")
    }
    var offer = newOffer(terms, .any, from: account, to: nil)
    offer.queuedSince = now
    offer.peopleOnly = proposal.peopleOnly
    post(offer)
    answer("ok queue \(offer.id)", to: client)
    // Once for all who came in this turn of the loop.
    pairingDue = now
  }

  mutating func enqueue(_ offer: Offer) {
    guard let since = offer.queuedSince else { return }
    let rating = accounts[offer.proposer]?.standings[offer.terms.game]?.rating ?? Glicko2()
    queues[offer.terms, default: PairingPool()].insert(
      PairingPool.Entry(offer: offer.id, rating: rating.rating, since: since))
    if pairingDue == nil { pairingDue = since + Self.pairingInterval }
  }

  mutating func dequeue(_ offer: Offer) {
    queues[offer.terms]?.remove(offer.id)
    if queues[offer.terms]?.entries.isEmpty == true { queues[offer.terms] = nil }
    if queues.isEmpty { pairingDue = nil }
  }

  /// How often those who wait are paired.
  private static var pairingInterval: Duration { .seconds(1) }

  /// Pairs all who wait, and lets nobody wait longer than the limit.
  mutating func pairQueues(at now: Duration) {
    pairingDue = now + Self.pairingInterval
    guard !isSuspended else { return }
    let waiting = queues.values.compactMap { $0.entries.map(\.offer).min() }.sorted()
    for offer in waiting {
      if let terms = offers[offer]?.terms { pair(at: terms, now) }
    }
    if queues.isEmpty { pairingDue = nil }
  }

  /// Pairs those who wait for one kind of game.
  private mutating func pair(at terms: GameTerms, _ now: Duration) {
    guard var pool = queues.removeValue(forKey: terms) else { return }
    // Asked for before the pool is taken apart: who can begin a game at all.
    let ignorers = Dictionary(
      uniqueKeysWithValues: pool.entries.compactMap {
        entry -> (Int, (AccountID, Set<AccountID>))? in
        guard canBegin(entry.offer),
          let account = offers[entry.offer].flatMap({ accounts[$0.proposer] })
        else { return nil }
        return (entry.offer, (account.id, account.ignored))
      })
    let settings = settings
    let pairs = pool.takePairs(
      at: now,
      gap: { waited in
        waited >= settings.pairingLimit
          ? .infinity : settings.pairingGap + settings.pairingGrowth * waited.inSeconds
      },
      mayMeet: { one, other in
        guard let one = ignorers[one], let other = ignorers[other] else { return false }
        return !one.1.contains(other.0) && !other.1.contains(one.0)
      })
    let late = pool.entries.filter { now - $0.since >= settings.pairingLimit }
    if !pool.entries.isEmpty { queues[terms] = pool }
    for (first, second) in pairs { begin(first.offer, second.offer, at: now) }
    for entry in late { endWait(of: entry.offer, at: now) }
  }

  private func canBegin(_ offer: Int) -> Bool {
    guard let account = offers[offer].flatMap({ accounts[$0.proposer] }) else { return false }
    do throws(WireError) { try requireRoom(for: account) } catch { return false }
    return true
  }

  /// Two who waited meet: the game's number in `start` is each one's own.
  private mutating func begin(_ first: Int, _ second: Int, at now: Duration) {
    guard let offer = remove(first), let other = remove(second) else { return }
    do throws(WireError) {
      for id in [offer.proposer, other.proposer] {
        if let account = accounts[id] { try requireRoom(for: account) }
      }
      let session = try self.session(offer.terms)
      try start(offer, against: other.proposer, session, as: other.id, at: now)
    } catch {
      // The tables were taken by the pairs before: both may wait anew.
      for offer in [offer, other] {
        tell(.cancelled(offer.id), to: accounts[offer.proposer]?.client)
      }
    }
  }

  /// Nobody came: a house bot plays, or the wait is over.
  private mutating func endWait(of id: Int, at now: Duration) {
    guard let offer = remove(id) else { return }
    do throws(WireError) {
      let session = try self.session(offer.terms)
      if !offer.peopleOnly, let account = accounts[offer.proposer],
        let bot = houseBot(for: session, with: account)
      {
        try requireRoom(for: account)
        return try start(offer, against: bot, session, at: now)
      }
    } catch {}
    tell(.cancelled(id), to: accounts[offer.proposer]?.client)
  }
}

extension Offer {
  fileprivate func isQueued(at terms: GameTerms) -> Bool {
    queuedSince != nil && self.terms == terms
  }
}
