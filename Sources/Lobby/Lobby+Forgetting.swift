import Match
import Wire

/// Guests are not kept for ever: without a game to their name they are forgotten when they leave,
/// with one after `guestLife`, or before that where others need the room.
extension Lobby {
  /// What the clients of an address use, to be changed in place.
  func use(of address: ClientAddress?) -> AddressUse? { address.flatMap { addresses[$0] } }

  /// Forgets addresses whose clients have gone and used nothing up.
  mutating func forgetAddresses(at now: Duration) {
    addresses = addresses.filter { !$0.value.isUnused(at: now) }
  }

  /// Forgets a guest who has gone and left nothing, or remembers one who has ratings for a while.
  mutating func forgetIfEmpty(_ account: Account) {
    guard account.isLeft, let since = account.awaySince, accounts[account.id] != nil else { return }
    guard !account.isForgettable else { return forget(account) }
    guard !account.isKept else { return }
    account.isKept = true
    keptCount += 1
    let departure = AddressUse.Departure(account: account.id, since: since)
    kept.append(departure)
    // Those who came back since are in the list still.
    if kept.count > 2 * keptCount + 100 { kept = away(kept) }
    guard let address = account.address else { return }
    // It may be another address than the one its last game counted for.
    let use = addresses[address] ?? AddressUse(settings)
    addresses[address] = use
    use.keptCount += 1
    use.kept.append(departure)
    if use.kept.count > 2 * use.keptCount + 100 { use.kept = away(use.kept) }
    // One address makes room for its new names by its own old ones.
    while use.keptCount > settings.guestsPerAddress, let oldest = firstLeft(of: &use.kept) {
      forget(oldest)
    }
  }

  /// The guest is back, or will be somebody else's.
  mutating func unkeep(_ account: Account) {
    guard account.isKept else { return }
    account.isKept = false
    keptCount -= 1
    use(of: account.address)?.keptCount -= 1
  }

  /// Makes room for a name.
  ///
  /// - Returns: false when nobody can be forgotten.
  mutating func forgetOldestGuest() -> Bool {
    guard let oldest = firstKept() else { return false }
    forget(oldest)
    return true
  }

  /// Forgets guests who have been away for too long.
  mutating func forgetGuests(at now: Duration) {
    while let first = kept.first, now > first.since + settings.guestLife {
      guard Self.isAway(first, accounts) else {
        kept.removeFirst()
        continue
      }
      if let oldest = firstKept() { forget(oldest) }
    }
  }

  /// The guest who left first and is away still.
  private mutating func firstKept() -> Account? {
    var list: [AddressUse.Departure] = []
    swap(&list, &kept)
    defer { swap(&list, &kept) }
    return firstLeft(of: &list)
  }

  private func away(_ list: [AddressUse.Departure]) -> [AddressUse.Departure] {
    let accounts = accounts
    return list.filter { Self.isAway($0, accounts) }
  }

  private static func isAway(
    _ departure: AddressUse.Departure, _ accounts: [AccountID: Account]
  ) -> Bool {
    guard let account = accounts[departure.account] else { return false }
    return account.isKept && account.awaySince == departure.since
  }

  /// Takes the first who is still away out of a list in the order of leaving.
  private func firstLeft(of list: inout [AddressUse.Departure]) -> Account? {
    let accounts = accounts
    guard let index = list.firstIndex(where: { Self.isAway($0, accounts) }) else {
      list = []
      return nil
    }
    defer { list.removeSubrange(...index) }
    return accounts[list[index].account]
  }

  private mutating func forget(_ account: Account) {
    // Where the journal knows of it.
    if !account.standings.isEmpty || account.isTokenKept { record(.forget(name: account.name)) }
    remove(account)
  }

  mutating func remove(_ account: Account) {
    unkeep(account)
    for (game, standing) in account.standings {
      let place = place(of: account, standing)
      rankings[game]?.remove(place)
    }
    for client in account.followers { clients[client]?.followed.removeAll { $0 === account } }
    accountIDs[account.name.lowercased()] = nil
    accounts[account.id] = nil
  }

  func place(of account: Account, _ standing: Standing) -> Ranking.Place {
    Ranking.Place(rating: standing.rating.rating, name: account.name, account: account.id)
  }
}
