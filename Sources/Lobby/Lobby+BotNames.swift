import ArenaCore
import Match
import Wire

/// Which house bot has which name: a name once given to a bot is that bot's for good.
///
/// A bot is its name, its game and its options. A bot that the server has no more keeps its name and
/// its rating, and its games wait for it. A new bot whose name is taken gets the next number.
extension Lobby {
  /// Gives every house bot its name.
  ///
  /// - Returns: which bots have other names than asked for, and which are missed, one line each.
  mutating func seatBots() -> [String] {
    let asked = bots.map(\.name)
    var unnamed = Set(bots.indices)
    // First who was here before, under the very name or under another of the same stem.
    for isExact in [true, false] {
      for bot in unnamed.sorted() {
        guard let id = formerAccount(of: bot, isExact: isExact) else { continue }
        seat(bot, as: id)
        unnamed.remove(bot)
      }
    }
    // Then who asks for a free name, and last those that need another number.
    for isExact in [true, false] {
      for bot in unnamed.sorted() where !isExact || accountID(named: bots[bot].name) == nil {
        seat(bot, as: addAccount(named: freeName(like: bots[bot].name), kind: .bot).id)
        unnamed.remove(bot)
      }
    }
    return zip(asked, bots).filter { $0 != $1.name }.map { name, bot in
      "house bot \(bot.name) plays \(bot.terms): \(name) is another's name"
    } + missedBots()
  }

  /// Makes an account a house bot's for good.
  mutating func makeBot(_ id: AccountID, _ terms: String) {
    accounts[id]?.kind = .bot
    accounts[id]?.botTerms = terms
    accounts[id]?.awaySince = nil
    accounts[id]?.tokenHash = nil
  }

  private mutating func seat(_ bot: Int, as id: AccountID) {
    let terms = bots[bot].terms
    bots[bot].name = name(of: id)
    if accounts[id]?.botTerms != terms { record(.bot(name: bots[bot].name, terms: terms)) }
    makeBot(id, terms)
    accounts[id]?.bot = bot
    present.insert(id.number)
  }

  /// The account that the bot had before, if nobody has it now.
  private func formerAccount(of bot: Int, isExact: Bool) -> AccountID? {
    let (name, terms) = (bots[bot].name.lowercased(), bots[bot].terms)
    return accounts.filter { _, account in
      let theirs = account.name.lowercased()
      return account.bot == nil && (isExact ? theirs == name : Self.stem(theirs) == Self.stem(name))
        && (account.botTerms == terms || isFormerBot(account, bots[bot]))
    }.keys.min()
  }

  /// Whether a name of a journal that does not yet say which names are bots was this bot's: all it
  /// played was the bot's game.
  private func isFormerBot(_ account: Account, _ bot: HouseBot) -> Bool {
    reservedOffers == 0 && account.kind == .guest && !account.isForgettable
      && account.standings.keys.allSatisfy { $0 == bot.game }
      && account.tables.allSatisfy { id in
        tables[id].map { GameTerms.text($0.terms.game, $0.terms.options) } == bot.terms
      }
  }

  private func freeName(like name: String) -> String {
    guard accountID(named: name) != nil else { return name }
    let stem = Self.stem(name)
    var number = 1
    var candidate = stem
    while accountID(named: candidate) != nil {
      number += 1
      candidate = "\(stem.prefix(32 - "-\(number)".count))-\(number)"
    }
    return candidate
  }

  /// The name without the number that sets it apart from others: `uct-bot` of `uct-bot-2`.
  private static func stem(_ name: String) -> String {
    let parts = name.pieces(at: UInt8(ascii: "-"))
    guard parts.count > 1, let last = parts.last, Int(last) != nil else { return name }
    return parts.dropLast().joined(separator: "-")
  }

  /// Lets a game wait whose bot does not play it any more: a bot of every board may refuse today
  /// what it once took.
  ///
  /// - Returns: what an operator should know, in one line; nil where all is well.
  mutating func checkBot(at id: Int) -> String? {
    guard let table = tables[id] else { return nil }
    let own = table.players.compactMap(\.bot).map { bots[$0] }
    guard !own.isEmpty else { return nil }
    var start = table.session
    start.reset()
    guard let bot = own.first(where: { !$0.plays(start) }) else { return nil }
    table.lacksItsBot = true
    return "house bot \(bot.name) does not play "
      + "\(GameTerms.text(table.terms.game, table.terms.options)): table \(id) waits for one that does"
  }

  private func missedBots() -> [String] {
    accounts.sorted { $0.key < $1.key }.compactMap { _, account in
      guard account.kind == .bot, account.bot == nil, !account.tables.isEmpty else { return nil }
      return "house bot \(account.name) for \(account.botTerms ?? "?") is missing: "
        + "\(account.tables.count) games wait for it"
    }
  }
}
