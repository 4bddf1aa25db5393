import TestKit
import Testing
import Wire

@testable import Lobby

/// What the lobby does, what `help` says and what PROTOCOL.md describes are the same commands.
@Suite struct CommandTableTests {
  @Test func `the protocol's description lists the commands that there are`() throws {
    #expect(try ProtocolDocument().firstCells(under: "Commands") == Lobby.commands.map(\.usage))
  }

  @Test func `the protocol's description has the lines of each answer`() throws {
    let rows = try ProtocolDocument().quotedCells(under: "Commands")
    for (row, command) in zip(rows, Lobby.commands) {
      for line in command.lines where command.word != "follow" {
        #expect(row[1].contains(line), "\(command.word): \(line)")
      }
      let final = row[2].first { $0.hasPrefix("ok ") }
      #expect(final?.split(separator: " ").dropFirst().first.map(String.init) == command.word)
    }
  }

  @Test func `the protocol's description has the events that there are, of both versions`() throws {
    let document = try ProtocolDocument()
    #expect(document.firstCells(under: "Events") == Events.all.map(\.usage))
    let former = document.quotedCells(under: "Version 1").map { ($0[0][0], $0[1].first) }
    let differing = Events.all.filter { $0.former != $0.usage }
    #expect(former.map(\.0) == differing.map(\.word))
    for (row, event) in zip(former, differing) { #expect(row.1 == event.former, "\(event.word)") }
  }

  @Test func `no answer has a line that begins like an event`() {
    let events = Set(Events.all.map(\.word))
    let lines = Lobby.commands.flatMap(\.lines).map { String($0.prefix { $0 != " " }) }
    #expect(events.isDisjoint(with: Set(lines).union(["ok", "error"])))
    #expect(Set(Events.all.map(\.word)).count == Events.all.count)
  }

  @Test func `the grammar has a rule for each command, event and line`() throws {
    let names = Set(try ProtocolDocument().grammar().names)
    for command in Lobby.commands {
      #expect(names.contains("c-\(command.word)"))
      for line in command.lines {
        #expect(names.contains("l-\(line.prefix { $0 != " " })"), "\(line)")
      }
    }
    for event in Events.all { #expect(names.contains("e-\(event.word)")) }
    #expect(
      names.count { $0.hasPrefix("c-") || $0.hasPrefix("e-") }
        == Lobby.commands.count + Events.all.count)
  }

  @Test func `the protocol's description names the other spellings`() throws {
    let text = try ProtocolDocument().section("Commands").joined(separator: " ")
    let sentence = text.prefix { $0 != "|" }.split(separator: ".").first {
      $0.contains("spellings")
    }
    let quoted = try #require(sentence).split(separator: "`", omittingEmptySubsequences: false)
      .enumerated().filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    let half = quoted.count / 2
    let aliases = Lobby.commands.flatMap { command in
      command.aliases.map { "\($0) \(command.word)" }
    }
    #expect(Set(zip(quoted[..<half], quoted[half...]).map { "\($0) \($1)" }) == Set(aliases))
  }

  @Test func `no two commands begin with the same word`() {
    let words = Lobby.commands.flatMap { [$0.word] + $0.aliases }
    #expect(Set(words).count == words.count)
  }

  @Test func `help has a line for each command`() {
    var room = Room()
    let ann = room.join()
    let help = room.ask("help", as: ann)
    #expect(
      help == Lobby.commands.filter { $0.since == .first }.map {
        "help \($0.usage) - \($0.summary)"
      } + ["ok help"])
    let bob = room.joinNewly()
    #expect(
      room.ask("help", as: bob)
        == Lobby.commands.map { "help \($0.usage) - \($0.summary)" } + ["ok help"])
    #expect(help.contains("help watch TABLE - follow a game"))
  }

  @Test func `whoever has quit is not heard any more`() {
    var room = Room()
    let ann = room.join("ann")
    room.send(Array("quit\nping\nseek connect-four\n".utf8), as: ann)
    #expect(room.read(ann) == ["ok quit"])
    #expect(room.lobby.departures.count == 1 && room.lobby.offers.isEmpty)
  }
}
