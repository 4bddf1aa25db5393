import ArenaCore
import Match
import Wire

/// Who is here and what they do, and whom one does not want to hear of.
extension Lobby {
  mutating func listPersons(
    _ name: String?, for client: ClientID, at now: Duration
  ) throws(WireError) {
    guard let name else {
      let here = present.numbers.prefix(Self.listLimit).compactMap {
        accounts[AccountID(number: $0)]
      }
      for account in here { answer(personLine(of: account, at: now), to: client) }
      return answer("ok who \(here.count)", to: client)
    }
    let account = try knownAccount(named: name)
    answer(personLine(of: account, at: now), to: client)
    for id in account.tables.prefix(Self.listLimit) {
      guard let table = tables[id] else { continue }
      answer(
        "plays \(id) \(table.terms.text(in: .second)) \(names(at: table)) \(table.game.ply)",
        to: client)
    }
    for (game, standing) in account.standings.sorted(by: { $0.key < $1.key }) {
      let score = standing.score
      answer(
        "standing \(game) \(account.name) \(standing.text) "
          + "\(score.wins) \(score.draws) \(score.losses)", to: client)
    }
    answer("ok who 1", to: client)
  }

  /// `person NAME KIND STATUS SECONDS TABLES`.
  private func personLine(of account: Account, at now: Duration) -> String {
    let status =
      !account.isHere ? "away" : account.tables.isEmpty ? "idle" : "playing"
    let last = account.client.flatMap { clients[$0]?.lastRequest } ?? account.awaySince
    let seconds = last.map { String(max(.zero, now - $0).wholeMilliseconds / 1000) } ?? "-"
    return "person \(account.name) \(account.kind.rawValue) \(status) \(seconds) "
      + "\(account.tables.count)"
  }

  mutating func ignore(_ name: String?, from client: ClientID) throws(WireError) {
    let account = try player(at: client)
    guard let name else {
      // Who is forgotten is not ignored any more.
      account.ignored = account.ignored.filter { accounts[$0] != nil }
      for id in account.ignored.sorted() { answer("ignored \(self.name(of: id))", to: client) }
      return answer("ok ignore \(account.ignored.count)", to: client)
    }
    let other = try knownAccount(named: name)
    guard other !== account else {
      throw WireError(.noSuchPlayer, "that is you")
    }
    guard account.ignored.contains(other.id) || account.ignored.count < settings.namesPerList
    else {
      throw WireError(.tooMany, "you ignore \(settings.namesPerList) players already")
    }
    keepIgnored(other, account.ignored.insert(other.id).inserted, true, by: account)
    answer("ok ignore \(other.name)", to: client)
  }

  mutating func unignore(_ name: String, from client: ClientID) throws(WireError) {
    let account = try player(at: client)
    guard let other = self.account(named: name), account.ignored.remove(other.id) != nil else {
      throw WireError(.noSuchPlayer, "you do not ignore \(OneLine.quoting(name))")
    }
    keepIgnored(other, true, false, by: account)
    answer("ok unignore \(other.name)", to: client)
  }

  /// The lists of members outlive a restart.
  private mutating func keepIgnored(
    _ other: Account, _ isChange: Bool, _ isOn: Bool, by account: Account
  ) {
    guard isChange, account.kind == .member else { return }
    record(.ignore(name: account.name, other: other.name, isOn: isOn))
  }
}
