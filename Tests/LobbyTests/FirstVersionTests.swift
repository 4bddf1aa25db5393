import ArenaCore
import Environments
import Match
import Testing
import Wire

@testable import Lobby

/// A client that does not say which version of the protocol it speaks is served as ever, byte for
/// byte: a number over 6,000 lines of random talk, taken before there was a second version.
@Suite struct FirstVersionTests {
  private static let words = [
    "hello", "help", "games", "players", "ratings", "seeks", "tables", "seek", "challenge",
    "accept", "decline", "cancel", "move", "resign", "draw", "board", "state", "legal", "watch",
    "unwatch", "ping", "list", "show", "observe", "#1", "HELP", "who", "say", "set",
    "connect-four", "tic-tac-toe", "rows=4", "clock=5", "clock=1+1", "clock=none", "clock=x",
    "seat=first", "seat=second", "people", "1", "2", "3", "4", "ann", "bob", "cat", "house", "any",
    "x=", "=", "-", "a1", "b2",
  ]

  @Test func `who speaks the first version hears what was ever said`() throws {
    var random = RandomSource(seed: 71)
    var room = Room(
      GameDirectory([.init(ConnectFour.self), .init(MNK.self, name: "tic-tac-toe")]),
      bots: [HouseBot(name: "house", game: "tic-tac-toe")])
    var clients = [room.join("ann"), room.join("bob"), room.join("cat"), room.join()]
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    var heard = 0
    for _ in 0..<6000 {
      let index = random.below(clients.count)
      room.say(line(for: clients[index], in: room, &random), as: clients[index])
      let turns = room.lobby.botTurns
      room.lobby.botTurns = []
      for turn in turns {
        room.begin(turn)
        let legal = turn.session.legalActions
        room.answer(BotAnswer(to: turn, .action(legal[random.below(legal.count)])))
      }
      if random.below(20) == 0 { room.wait(.milliseconds(random.below(4000))) }
      for client in clients {
        // Commands that were added since are in the list of commands.
        let added = ["analyse", "task", "step", "admin"].map { "help \($0) " }
        for line in room.read(client) where !added.contains(where: { line.hasPrefix($0) }) {
          heard += 1
          for byte in Self.formerText(line).utf8 {
            digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3
          }
        }
      }
      if random.below(150) == 0 {
        room.leave(clients[index])
        clients[index] = room.join(["ann", "bob", "cat"][random.below(3)])
      }
    }
    #expect(heard == 9111)
    #expect(digest == 244_186_013_010_288_799)
  }

  /// The line as it was before some texts for people said more.
  private static func formerText(_ line: String) -> String {
    let terms = Proposal.termNames.joined(separator: ", ")
    return line.replacing(" [cap=MOVES] [illegal=TRIES] [proven=on]", with: "")
      .replacing("; beside options there are \(terms)", with: "")
      .replacing(
        "it must be \(TimeControl.forms)",
        with: "say seconds a move (10), seconds for the game and a move (300+2), or none")
  }

  /// Often what makes sense now, otherwise any words.
  private func line(
    for client: Int, in room: borrowing Room, _ random: inout RandomSource
  ) -> String {
    let account = room.lobby.clients[ClientID(UInt64(client + 1))]?.player
    if let table = account?.tables.first.flatMap({ room.lobby.tables[$0] }), random.below(3) > 0 {
      let moves = table.session.legalMoves
      return "move \(table.id) \(moves[random.below(moves.count)])"
    }
    switch random.below(12) {
    case 0: return "seek connect-four rows=4 columns=4 people"
    case 1: return "challenge \(["ann", "bob", "cat"][random.below(3)]) connect-four clock=3"
    case 2, 3:
      let open = room.lobby.offers.keys.sorted()
      return open.isEmpty ? "seeks" : "accept \(open[random.below(open.count)])"
    case 4: return "watch \(room.lobby.tables.keys.max() ?? 1)"
    case 5: return "seek tic-tac-toe clock=9"
    default:
      return (0...random.below(4)).map { _ in Self.words[random.below(Self.words.count)] }
        .joined(separator: " ")
    }
  }
}
