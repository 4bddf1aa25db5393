import ArenaCore
import Environments
import Match
import Testing
import Wire

@testable import Lobby

/// Each command of the table with too few, too many, malformed, foreign and huge arguments, made
/// from its usage: an error of its own, and nothing changed. A new command is covered by itself.
@Suite struct BadInputTests {
  /// One argument of a command, as its usage writes it.
  private struct Argument {
    let name: String
    let isOptional: Bool

    init(_ word: Substring) {
      isOptional = word.hasPrefix("[")
      name = word.filter { $0 != "[" && $0 != "]" }
    }

    /// What makes sense for it.
    var good: String? {
      switch name {
      case "TABLE": "1"
      case "OFFER": "3"
      case "VERSION": "2"
      case "NAME": "bob"
      case "PASSWORD": "secret"
      case "GAME": "connect-four"
      case "OPTION=VALUE": "rows=5"
      case "clock=CLOCK": "clock=5"
      case "seat=SEAT": "seat=first"
      case "cap=MOVES": "cap=30"
      case "illegal=TRIES": "illegal=3"
      case "proven=on": "proven=on"
      case "people": "people"
      case "MOVE": "1"
      case "TEXT": "text"
      case "SETTING": "chat"
      case "VALUE": "off"
      case "FORMAT": "sgf"
      case "TABLE-or-GAME": "connect-four"
      case "seed=N": "seed=7"
      case "count=N": "count=2"
      case "form=FORM": "form=text"
      case "ACTION": "1"
      case "TOKEN": "token"
      case "ORDER": "help"
      case "ARGUMENT": "x"
      default: nil
      }
    }

    /// What does not.
    var bad: [Bad] {
      let number = ["x", "-1", "+1", "1.5", "1234567890123456", "1x", "\u{663}", "0x1"]
      let huge = String(repeating: "9", count: 900)
      switch name {
      case "TABLE", "OFFER", "VERSION":
        let none = Bad("999", "no-such-table", "no-such-offer", "bad-arguments", "not-seated")
        return (number + [huge]).map { Bad($0, "bad-arguments") } + [none]
      case "NAME":
        let texts = ["-x", "\u{e9}", String(repeating: "n", count: 33), huge]
        return texts.map { Bad($0, "bad-arguments", "bad-name", "no-such-player") }
          + [Bad("nobody", "no-such-player")]
      case "GAME":
        return ["chess", "\u{e9}", huge, "connect-four\u{301}"].map { Bad($0, "unknown-game") }
      case "OPTION=VALUE":
        let options = ["rows=", "rows=99", "rows=5,rows=5", "height=5", "rows=\(huge)"]
        let others = ["rows", "=5", "cap=0", "proven=maybe", "illegal=-1"]
        return options.map { Bad($0, "bad-option") } + others.map { Bad($0, "bad-arguments") }
      case "clock=CLOCK":
        return ["", "x", "0", "1+", "-1", "1+1x", "1+0x1", "1+1/0", huge].map {
          Bad("clock=\($0)", "bad-clock")
        }
      case "seat=SEAT":
        return ["", "third", huge].map { Bad("seat=\($0)", "bad-arguments") }
      case "cap=MOVES", "illegal=TRIES", "proven=on":
        let word = name.prefix { $0 != "=" }
        return ["", "0", "-1", "x", huge].map { Bad("\(word)=\($0)", "bad-arguments") }
      case "people": return ["persons", "people people"].map { Bad($0, "bad-arguments") }
      case "MOVE": return ["9", "x", huge, "\u{e9}"].map { Bad($0, "illegal-move") }
      case "TABLE-or-GAME":
        return ["chess", "\u{e9}", huge].map { Bad($0, "unknown-game") }
          + [Bad("999", "no-such-table")]
      case "seed=N", "count=N", "form=FORM":
        let word = name.prefix { $0 != "=" }
        return ["", "x", "-1", huge].map { Bad("\(word)=\($0)", "bad-option") }
      case "ORDER", "ARGUMENT": return ["dance", huge].map { Bad($0, "bad-arguments") }
      case "SETTING", "VALUE", "FORMAT":
        return ["x", "\u{e9}", huge].map { Bad($0, "bad-arguments") }
      default: return []
      }
    }
  }

  /// An argument that makes no sense, and the codes of the refusals that fit.
  private struct Bad {
    let text: String
    let codes: Set<String>

    init(_ text: String, _ codes: String...) {
      self.text = text
      self.codes = Set(codes)
    }
  }

  private static func arguments(of usage: String) -> [Argument] {
    usage.split(separator: " ").dropFirst().filter { !$0.hasPrefix("...") }.map(
      Argument.init)
  }

  /// Ann and Bob play table 1, Bob has an open challenge to Ann and one by her, and a place in the
  /// queue; Eve watches.
  private func room() -> Room {
    var room = Room(GameDirectory([.init(ConnectFour.self)]))
    let (ann, bob) = (room.joinNewly("ann"), room.joinNewly("bob"))
    room.say("seek connect-four seat=first people", as: ann)
    room.say("accept 1", "queue connect-four clock=9", "challenge ann connect-four", as: bob)
    let eve = room.joinNewly("eve")
    room.say("watch 1", "follow bob", "ignore ann", as: eve)
    for client in [ann, bob, eve] { _ = room.read(client) }
    return room
  }

  @Test(arguments: Lobby.commands.map(\.usage))
  func `bad arguments of a command are refused and change nothing`(_ usage: String) throws {
    let word = String(usage.prefix { $0 != " " })
    let arguments = Self.arguments(of: usage)
    var room = room()
    let client = word == "hello" ? room.joinNewly() : 0
    let before = room.lobby.fingerprint
    func refused(_ words: [String], _ codes: Set<String>, _ room: inout Room) throws {
      let line = "#t \(word) \(words.joined(separator: " "))"
      guard line.utf8.count <= Conversation.lineLimit else { return }
      let answer = room.ask(line, as: client)
      let code = answer.first?.split(separator: " ").dropFirst(2).first.map(String.init) ?? "-"
      #expect(
        answer.count == 1 && answer[0].hasPrefix("#t error ") && codes.contains(code),
        "\(line.prefix(80)): \(answer)")
      if code == "bad-arguments" && words.count < 2 {
        #expect(answer[0].contains(word) || answer[0].contains("is "), "\(answer)")
      }
      #expect(room.lobby.fingerprint == before, "\(line.prefix(80))")
      try room.lobby.checkInvariants()
    }

    var good: [String] = []
    for argument in arguments {
      good.append(try #require(argument.good, "say what \(argument.name) looks like"))
    }
    // What a task makes of its name and of actions is not the lobby's to judge.
    guard word != "step" else { return }
    // Too few.
    let needed = arguments.count { !$0.isOptional }
    for count in 0..<needed { try refused(Array(good[..<count]), ["bad-arguments"], &room) }
    // Too many: behind what is there, unless the rest is text.
    let takesText = arguments.contains { $0.name == "TEXT" }
    if !takesText {
      try refused(
        good + ["and", "more"], ["bad-arguments", "no-such-player", "illegal-move"], &room)
    }
    // Each one malformed, of another kind, foreign or huge.
    for (index, argument) in arguments.enumerated() {
      for bad in argument.bad {
        // Nobody knows whether somebody of a name has ever played.
        if word == "history" && bad.text == "nobody" || word == "hello" { continue }
        if word == "task" && ["NAME", "OPTION=VALUE"].contains(argument.name) { continue }
        var codes = bad.codes
        // What is no option there is a move.
        if word == "analyse" { codes.formUnion(["bad-option", "illegal-move"]) }
        var words = Array(good[..<index]) + [bad.text]
        words += zip(good, arguments).dropFirst(index + 1).filter { !$0.1.isOptional }.map(\.0)
        try refused(words, codes, &room)
      }
    }
  }

  @Test func `what is no text is refused, whatever the command`() throws {
    for command in Lobby.commands {
      var room = room()
      let before = room.lobby.fingerprint
      for bad in ["\u{1}", "\u{7f}", "\u{85}", "\u{202e}", "\u{2028}"] {
        let answer = room.ask("\(command.word) \(bad)", as: 0)
        #expect(answer.count == 1 && answer[0].hasPrefix("error bad-text - "))
      }
      room.send(Array("\(command.word) ".utf8) + [0xff, 0xfe, 10], as: 0)
      #expect(room.read(0).map { $0.prefix(15) } == ["error bad-text "])
      room.say("\(command.word) \(String(repeating: "x", count: 2000))", as: 0)
      #expect(room.read(0).map { $0.prefix(20) } == ["error line-too-long "])
      #expect(room.lobby.fingerprint == before)
    }
  }
}

extension Lobby {
  /// All that a request may change, as text.
  fileprivate var fingerprint: [String] {
    let names = accounts.values.map { account in
      "\(account.name) \(account.kind) \(account.tables) \(account.offers) \(account.challenges) "
        + "\(account.ignored.sorted()) \(account.followers.sorted()) \(account.standings.count)"
    }
    let games = tables.values.map { table in
      "\(table.id) \(table.game.actions) \(String(describing: table.drawOffer)) "
        + "\(String(describing: table.takeback)) \(table.watchers) \(table.clock.banks)"
    }
    let proposals = offers.values.map { "\($0.id) \($0.terms) \($0.seat)" }
    let visitors = clients.map { id, client in
      "\(id.number) \(client.version) \(client.wantsBoards) \(client.hearsTalk) \(client.watched) "
        + "\(client.followed.map(\.name)) \(client.hasQuit) \(client.player?.name ?? "-")"
    }
    return (names + games + proposals + visitors).sorted() + ["\(queues.count) \(departures.count)"]
  }
}
