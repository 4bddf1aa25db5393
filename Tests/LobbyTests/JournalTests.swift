import ArenaCore
import Match
import Testing

@testable import Lobby

@Suite struct JournalTests {
  private let house = HouseBot(name: "house", game: "connect-four")

  /// A finished game, one in progress with a Fischer clock, a member and a bot's game.
  private func history() -> [JournalEntry] {
    var room = Room(bots: [house], keepsJournal: true)
    let ann = room.join("ann pw")
    let bob = room.join("bob")
    room.say("seek connect-four rows=4,columns=4 seat=first people", as: ann)
    room.say("accept 1", as: bob)
    for _ in 0..<3 {
      room.say("move 1", as: ann)
      room.say("move 2", as: bob)
    }
    room.say("move 1", as: ann)
    room.say("seek connect-four seat=first people clock=60+1", as: ann)
    room.say("accept 2", as: bob)
    room.wait(.seconds(10.2))
    room.say("move 4", as: ann)
    room.say("seek connect-four seat=first clock=5", as: bob)
    room.say("move 3 4", as: bob)
    return room.takeJournal()
  }

  @Test func `an entry reads back from its text`() throws {
    for entry in history() {
      // Times are kept to the millisecond.
      #expect(JournalEntry(text: entry.text)?.text == entry.text)
    }
    let margin = JournalEntry.end(
      table: 3, outcome: Outcome(winner: .second, margin: 0.5, reason: "two passes"), cause: .time)
    #expect(JournalEntry(text: margin.text) == margin)
    for text in [
      "", "move", "move 1 2 3", "move 1 x 3 4", "end 1 third rules - x", "end 1 draw luck - x",
      "start 1 a b c d", "nothing at all",
    ] {
      #expect(JournalEntry(text: text) == nil, "\(text)")
    }
  }

  @Test func `a lobby goes on where its journal ends`() throws {
    var room = try Room(replaying: history(), bots: [house])
    #expect(room.takeJournal() == [])
    #expect(room.lobby.tableCount == 2)
    // The bot is asked again.
    #expect(room.lobby.botTurns.map(\.table) == [3])
    let bob = room.join()
    #expect(
      room.ask("ratings connect-four", as: bob) == [
        "rating connect-four ann 1662 569 1 0 0", "rating connect-four bob 1338 569 0 0 1",
        "ok ratings 2",
      ])
    // Bob is to move: his time stands until he is back.
    room.wait(.seconds(100))
    #expect(room.ask("hello ann", as: room.join())[0].hasPrefix("error wrong-password"))
    let back = room.ask("hello bob", as: bob)
    #expect(back.contains("state 2 1 second 51000 60000 4"))
    room.wait(.seconds(10.2))
    #expect(room.ask("move 2 4", as: bob).contains("moved 2 2 second 4 first 51000 51000"))
    let ann = room.join()
    #expect(room.ask("hello ann pw", as: ann)[0] == "ok hello ann")
    #expect(room.ask("move 4", as: ann)[0] == "ok move 2 4")
    // New tables do not take old numbers.
    let offer = room.ask("seek connect-four seat=first people", as: ann)[0].dropFirst(8)
    room.say("accept \(offer)", as: bob)
    #expect(room.ask("tables", as: ann).contains { $0.hasPrefix("table 4 ") })
  }

  @Test func `every prefix of a journal can be gone on from`() throws {
    let history = history()
    for length in 0...history.count {
      var room = try Room(replaying: history[..<length], bots: [house])
      let before = room.lobby.tableCount
      #expect(before <= 2)
      let ann = room.join()
      #expect(room.ask("ping", as: ann) == ["ok ping"])
    }
  }

  @Test func `entries that do not fit are refused`() throws {
    for entry in [
      JournalEntry.move(table: 1, action: 0, banks: [.zero, .zero]),
      .end(table: 1, outcome: Outcome(winner: nil, reason: ""), cause: .rules),
      .abort(table: 1, reason: "x"),
      .start(table: 1, terms: "connect-four - x", first: "a", second: "b"),
      .start(table: 0, terms: "connect-four - 60", first: "a", second: "b"),
      .start(table: 1, terms: "connect-four - 60", first: "a", second: "A"),
      .start(table: 1, terms: "connect-four - 60", first: "a b", second: "c"),
      .account(name: "-", passwordHash: nil), .bot(name: "é", terms: "connect-four -"),
    ] {
      #expect(throws: ReplayError.self, "\(entry)") { _ = try Room(replaying: [entry]) }
    }
  }

  @Test func `passwords are stored as a salted hash`() {
    let one = PasswordHash.make("secret", rounds: 3)
    let two = PasswordHash.make("secret", rounds: 3)
    #expect(one != two && !one.contains("secret"))
    #expect(PasswordHash.matches("secret", one) && PasswordHash.matches("secret", two))
    #expect(!PasswordHash.matches("Secret", one) && !PasswordHash.matches("", one))
    for stored in [
      "", "x:y", "3:", "sha512:", "sha512:x", "sha512:00:00", "sha512:1:00:00", "-1:00:00",
      "0:00:00", "99999999999:00:00", "x:00:00",
    ] {
      #expect(!PasswordHash.matches("secret", stored), "\(stored)")
    }
  }

  @Test func `PBKDF2 of the standard's examples, and what older journals hold`() {
    // RFC 7914, section 11, with its salt as text; the first block of the two.
    let long = "1:salt:55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
    #expect(PasswordHash.matches("passwd", long))
    // Two parts are 2,000 rounds: as older versions made them.
    let old =
      "00112233445566778899aabbccddeeff:"
      + "eb7cfcbb89bfc2d8fb69912b214dcac7f274a23dca929a7460cf1ab9a4b4e445"
    #expect(PasswordHash.matches("secret", old))
    #expect(PasswordHash.isWeaker(old, than: 1000))
    // What SHA-256 made is weak however often it was done.
    #expect(PasswordHash.isWeaker("600000:00:11", than: 210_000))
    #expect(PasswordHash.isWeaker("sha512:209999:00:11", than: 210_000))
    #expect(!PasswordHash.isWeaker("sha512:210000:00:11", than: 210_000))
    // Made by another program, Python's hashlib.
    let new =
      "sha512:1000:00112233445566778899aabbccddeeff:10d23ce89c89b12138d48b70d45bb3e3c3ac8f73dfde58a3"
      + "733cab6c049aa4c21e6567e9736c8a83d016b081e71161ccf5779b47decfb5b79bd71abb29818558"
    #expect(PasswordHash.matches("secret", new) && !PasswordHash.matches("Secret", new))
  }

  @Test func `a weaker hash is made anew when the password is given`() throws {
    let weak = PasswordHash.make("pw", rounds: 1)
    var room = try Room(replaying: [.account(name: "ann", passwordHash: weak)])
    #expect(room.ask("hello ann pw", as: room.join()).first == "ok hello ann")
    guard case .account("ann", let hash?) = room.takeJournal().last else {
      return #expect(Bool(false), "no new hash")
    }
    #expect(hash.hasPrefix("sha512:2:") && PasswordHash.matches("pw", hash))
  }

  @Test func `SHA-512 and HMAC of the standards' examples`() {
    #expect(
      PasswordHash.hexadecimal(SHA512.hash(Array("abc".utf8))).hasPrefix(
        "ddaf35a193617abacc417349ae204131"))
    // More than one block: 1,000 letters.
    #expect(
      PasswordHash.hexadecimal(SHA512.hash([UInt8](repeating: 97, count: 1000))).hasPrefix(
        "67ba5535a46e3f86dbfbed8cbbaf0125"))
    // RFC 4231, test case 2.
    #expect(
      PasswordHash.hexadecimal(
        SHA512.bytes(
          SHA512.Keyed(Array("Jefe".utf8)).authenticate(
            Array("what do ya want for nothing?".utf8)))
      ).hasPrefix("164b7a7bfcf819e2e395fbe73b56e0a3"))
  }

  @Test func `hashes of every length about a block are those of Python's hashlib`() {
    let letters = (0..<300).map { [UInt8](repeating: 97, count: $0) }
    #expect(
      PasswordHash.hexadecimal(SHA512.hash(letters.flatMap { SHA512.hash($0) })).hasPrefix(
        "31c336adab577370612bbdd2a77b25de"))
    #expect(
      PasswordHash.hexadecimal(SHA256.hash(letters.flatMap { SHA256.hash($0) })).hasPrefix(
        "80e953e3b006c4bab43fd5d792f8bd29"))
  }

  @Test func `SHA-256 and HMAC of the standards' examples`() {
    func hexadecimal(_ bytes: [UInt8]) -> String {
      bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
    #expect(
      hexadecimal(SHA256.hash(Array("abc".utf8)))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      hexadecimal(
        SHA256.hash(Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    // RFC 4231, test case 2.
    #expect(
      hexadecimal(
        SHA256.bytes(
          SHA256.Keyed(Array("Jefe".utf8)).authenticate(
            Array("what do ya want for nothing?".utf8))))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }
}
