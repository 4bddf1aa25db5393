import TestKit
import Testing

@testable import Lobby

/// What the lobby does, what `help` says and what PROTOCOL.md describes are the same commands.
@Suite struct CommandTableTests {
  @Test func `the protocol's description lists the commands that there are`() throws {
    #expect(try ProtocolDocument().firstCells(under: "Commands") == Lobby.commands.map(\.usage))
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
      help == Lobby.commands.map { "help \($0.usage) - \($0.summary)" } + ["ok help"])
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
