import ArenaCore
import Match
import Wire

/// What does not hold and should, in one line.
struct BrokenInvariant: Error, CustomStringConvertible {
  let description: String
}

/// What holds between any two requests. The first rule of all: what the lobby keeps refers only to
/// what is there, in both directions.
extension Lobby {
  /// - Throws: the first rule that does not hold.
  func checkInvariants() throws(BrokenInvariant) {
    try checkAccounts()
    try checkClients()
    try checkOffers()
    try checkTables()
    try checkQueues()
    try checkIndexes()
  }

  private func require(
    _ condition: Bool, _ text: @autoclosure () -> String
  ) throws(BrokenInvariant) {
    guard condition else { throw BrokenInvariant(description: text()) }
  }

  private func checkAccounts() throws(BrokenInvariant) {
    try require(accountIDs.count == accounts.count, "every account has one name")
    for (id, account) in accounts {
      let name = account.name
      try require(accountIDs[name.lowercased()] == id, "\(name) is not found by its name")
      try require(id.number <= lastAccount, "\(name) has a number to come")
      try require(
        (account.kind == .bot) == (account.botTerms != nil), "\(name) is half a bot")
      if let bot = account.bot {
        try require(
          account.kind == .bot && bots.indices.contains(bot) && bots[bot].name == name,
          "\(name) is another's bot")
      }
      try require(
        account.kind == .bot
          ? account.client == nil && account.awaySince == nil
          : (account.client == nil) == (account.awaySince != nil), "\(name) is here and away")
      try require(
        account.client != nil || account.offers.isEmpty && account.challenges.isEmpty,
        "\(name) is away and has offers")
      try require(!account.isForgettable, "\(name) is remembered for nothing")
      if let client = account.client {
        try require(clients[client]?.account == id, "the client of \(name) is not its own")
      }
      for client in account.followers {
        try require(
          clients[client]?.followed.count(where: { $0 === account }) == 1,
          "a follower of \(name) is gone")
      }
      for offer in account.offers {
        try require(offers[offer]?.proposer == id, "\(name) did not make offer \(offer)")
      }
      for offer in account.challenges {
        try require(offers[offer]?.opponent == id, "offer \(offer) is not for \(name)")
      }
      for table in account.tables {
        try require(tables[table]?.seats.contains(id) == true, "\(name) is not at \(table)")
      }
    }
  }

  private func checkClients() throws(BrokenInvariant) {
    try require(tag.isEmpty, "an answer is under way")
    try require(
      newerClients == clients.values.count(where: { $0.version > .first })
        && boardClients == clients.values.count(where: \.wantsBoards),
      "clients are miscounted")
    for (id, client) in clients {
      for account in client.followed {
        try require(
          account.followers.count(where: { $0 == id }) == 1,
          "client \(id.number) follows \(account.name) unseen")
      }
      if let account = client.account {
        try require(accounts[account]?.client == id, "client \(id.number) is nobody")
      }
      for table in client.watched {
        try require(
          tables[table]?.watchers.count(where: { $0 == id }) == 1,
          "client \(id.number) watches table \(table) unseen")
      }
    }
  }

  private func checkOffers() throws(BrokenInvariant) {
    try require(lastOffer <= reservedOffers, "offer \(lastOffer) is not set aside")
    for (id, offer) in offers {
      try require(id == offer.id && id <= lastOffer, "offer \(id) is another")
      try require(
        accounts[offer.proposer]?.offers.count(where: { $0 == id }) == 1,
        "offer \(id) is nobody's")
      guard let opponent = offer.opponent else { continue }
      try require(
        opponent != offer.proposer
          && accounts[opponent]?.challenges.count(where: { $0 == id }) == 1,
        "offer \(id) is for nobody")
    }
  }

  private func checkTables() throws(BrokenInvariant) {
    for (id, table) in tables {
      try require(id == table.id && id <= lastTable, "table \(id) is another")
      try require(table.game.turn != nil, "the game at table \(id) is over")
      try require(
        table.seats.count == 2 && table.seats[0] != table.seats[1], "table \(id) has not two seats")
      var here = 0
      for (side, seat) in zip(Seat.allCases, table.seats) {
        try require(
          accounts[seat]?.tables.count(where: { $0 == id }) == 1
            && accounts[seat] === table.player(at: side),
          "a seat at table \(id) is nobody's")
        if isHere(side, at: table) { here += 1 }
        if let client = accounts[seat]?.client {
          try require(!table.watchers.contains(client), "a player watches table \(id)")
        }
      }
      for watcher in table.watchers {
        try require(
          clients[watcher]?.watched.contains(id) == true, "a watcher of table \(id) is gone")
      }
      try require(
        table.adjournedSince == nil || here < 2, "table \(id) waits for players who are here")
      try require(
        table.adjournedSince != nil || !table.lacksItsBot, "table \(id) goes on without its bot")
      try require(
        here > 0 || table.clock.deadline == nil, "the clock of table \(id) runs for nobody")
      try checkTime(of: table, here)
    }
  }

  /// A game that can end by time is looked at in time.
  private func checkTime(of table: LiveTable, _ here: Int) throws(BrokenInvariant) {
    if let deadline = table.clock.deadline {
      try require(
        table.scheduled.map { $0 <= deadline } == true, "table \(table.id) is not looked at")
    }
    if let since = table.botWaitsSince {
      let seat = table.game.turn.map { table.seats[$0.rawValue] }
      try require(
        seat.flatMap { accounts[$0]?.bot } != nil, "table \(table.id) waits for no bot's turn")
      try require(
        table.clock.deadline == nil
          && table.scheduled.map { $0 <= since + settings.botWaitLimit } == true,
        "the bot at table \(table.id) waits at its own cost, or for ever")
    }
    guard table.adjournedSince == nil else { return }
    for seat in table.seats {
      guard let since = accounts[seat]?.awaySince else { continue }
      try require(
        table.scheduled.map { $0 <= since + settings.awayLimit } == true,
        "table \(table.id) waits for ever")
    }
  }

  private func checkQueues() throws(BrokenInvariant) {
    try require(
      Set(adjourned).count == adjourned.count
        && adjourned.count == tables.values.count(where: { $0.adjournedSince != nil }),
      "the list of adjourned tables is not theirs")
    var last: Duration?
    for id in adjourned {
      guard let since = tables[id]?.adjournedSince else {
        throw BrokenInvariant(description: "table \(id) is not adjourned")
      }
      try require(last.map { $0 <= since } ?? true, "adjourned tables are out of order")
      last = since
    }
    try require(
      deadlines.count >= tables.values.count(where: { $0.scheduled != nil }),
      "a table is not in the queue")
  }

  /// The indexes say what the things themselves say.
  private func checkIndexes() throws(BrokenInvariant) {
    try require(
      present.numbers == accounts.values.filter(\.isHere).map(\.id.number).sorted(),
      "the list of who is here is another")
    try require(running.numbers == tables.keys.sorted(), "the list of tables is another")
    let seeks = offers.values.filter(\.isSeek)
    let waiting = offers.values.filter { $0.queuedSince != nil }
    try require(
      Dictionary(grouping: waiting, by: \.terms).mapValues { $0.map(\.id).sorted() }
        == queues.mapValues { $0.entries.map(\.offer).sorted() }
        && queues.isEmpty == (pairingDue == nil), "those who wait are others")
    try require(openSeeks.numbers == seeks.map(\.id).sorted(), "the list of seeks is another")
    try require(
      Dictionary(grouping: seeks, by: \.seekKey).mapValues { $0.map(\.id).sorted() }
        == seeksByTerms.mapValues(\.numbers), "the seeks of a kind are others")
    for (game, ranking) in rankings {
      let places = ranking.first(.max)
      try require(
        places.count == accounts.values.count(where: { $0.standings[game] != nil }),
        "the ranking of \(game) has other players")
      for (better, place) in zip(places, places.dropFirst()) {
        try require(better < place, "the ranking of \(game) is out of order")
      }
      for place in places {
        try require(
          accounts[place.account]?.standings[game]?.rating.rating == place.rating,
          "\(place.name) is ranked by another rating")
      }
    }
    try checkAddresses()
  }

  private func checkAddresses() throws(BrokenInvariant) {
    try require(keptCount == accounts.values.count(where: \.isKept), "kept guests are miscounted")
    for account in accounts.values where account.isKept {
      try require(
        account.isLeft
          && kept.contains { $0.account == account.id && $0.since == account.awaySince },
        "\(account.name) is kept and not in the list")
    }
    for (address, use) in addresses {
      try require(
        use.clients == clients.values.count(where: { $0.address == address })
          && use.tables == tables.values.count(where: { $0.addresses.contains(address) })
          && use.offers == offers.values.count(where: { $0.address == address })
          && use.keptCount
            == accounts.values.count(where: { $0.isKept && $0.address == address })
          && use.keptCount <= settings.guestsPerAddress,
        "the use of address \(address) is miscounted")
    }
  }
}
