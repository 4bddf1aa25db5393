import ArenaCore
import Match
import Wire

extension Lobby {
  /// Challenges the other side of a finished game to another on the same terms, with seats changed;
  /// where that has asked already, the game begins.
  ///
  /// - Parameter id: nil for the player's last game.
  mutating func rematch(
    _ id: Int?, from client: ClientID, at now: Duration
  ) throws(WireError) {
    let account = try player(at: client)
    let game = finished.last { $0.seats.contains(account.id) && $0.table == id ?? $0.table }
    guard let game, let seat = game.seats.firstIndex(of: account.id) else {
      let which = id.map { "at table \($0) " } ?? ""
      throw WireError(.noSuchTable, "you finished no game \(which)lately")
    }
    guard let opponent = accounts[game.seats[1 - seat]], opponent.isHere else {
      throw WireError(.noSuchPlayer, "\(game.names[1 - seat]) is not here")
    }
    // Who was second is first now.
    let wish = seat == 0 ? Proposal.SeatWish.second : .first
    let asked = account.challenges.first { id in
      guard let offer = offers[id] else { return false }
      return offer.proposer == opponent.id && offer.terms == game.terms
        && wish.compatible.contains(offer.seat)
    }
    if let asked {
      try requireBothRooms(account, opponent)
      let session = try self.session(game.terms)
      guard let offer = remove(asked) else { return }
      promise("ok rematch \(asked)", to: client)
      return try start(offer, against: account.id, session, at: now)
    }
    try requireRoom(for: account)
    let session = try self.session(game.terms)
    if opponent.kind == .bot {
      try require(bot: opponent.id, takes: session)
    } else {
      try requireOfferRoom(for: account)
      try requirePatience(of: opponent, with: account, at: now)
    }
    try challenge(opponent, game.terms, wish, session, from: account, (client, "rematch"), at: now)
  }

  private func requireBothRooms(_ one: Account, _ other: Account) throws(WireError) {
    try requireRoom(for: one)
    try requireRoom(for: other)
  }
}
