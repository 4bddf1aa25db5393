import ArenaCore
import Match
import Wire

extension Lobby {
  /// Says what a program must know of a game that it has no rules of.
  mutating func describe(
    _ name: String, _ options: [String: String], for client: ClientID
  ) throws(WireError) {
    let session: any GameSession
    do { session = try directory.session(name, options) } catch { throw WireError(error) }
    let facts = session.facts
    for fact in facts { answer("about \(name) \(fact.key) \(fact.text)", to: client) }
    answer("ok describe \(name) \(facts.count)", to: client)
  }
}
