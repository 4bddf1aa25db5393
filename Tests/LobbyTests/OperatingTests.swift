import ArenaCore
import Match
import Testing
import Wire

@testable import Lobby

/// What the operator may do, and nobody else.
@Suite struct OperatingTests {
  private static func room() -> Room {
    Room(settings: LobbySettings { $0.adminToken = "secret-token" })
  }

  private func orders(_ room: inout Room) -> [OperatorOrder] {
    defer { room.lobby.orders = [] }
    return room.lobby.orders
  }

  private func admits(_ address: UInt32, _ room: borrowing Room) -> Bool {
    room.lobby.admits(ClientAddress(ipv4: address))
  }

  @Test func `only the token opens the door, and guessing ends`() {
    var room = Self.room()
    let thief = room.join(from: 1)
    for guess in 1...5 {
      let answer = room.ask("admin wrong list", as: thief)
      #expect(answer.first?.hasPrefix("error not-allowed ") == true, "\(guess): \(answer)")
      #expect(answer.dropFirst() == (guess == 5 ? ["bye too many wrong tokens"] : []))
    }
    #expect(room.lobby.departures.count == 1)
    #expect(room.ask("admin secret-token list", as: thief) == [])
    // Without a token nobody is the operator.
    var open = Room()
    #expect(open.ask("admin - list", as: open.join())[0].hasPrefix("error not-allowed "))
    // An address has a budget of guesses, over its connections.
    for _ in 0..<15 { room.say("admin wrong list", as: room.join(from: 1)) }
    #expect(
      room.ask("admin secret-token list", as: room.join(from: 1))[0].hasPrefix("error too-many "))
    #expect(room.ask("admin secret-token list", as: room.join(from: 2)).last == "ok admin")
  }

  @Test func `who is kicked leaves, and who is banned does not come back`() throws {
    var room = Self.room()
    let boss = room.join(from: 9)
    let ann = room.join("ann", from: 1)
    let bob = room.join("bob", from: 2)
    let list = room.ask("admin secret-token list", as: boss)
    #expect(list[1] == "client 0 0.0.0.1 ann 0 0" && list.count == 4, "\(list)")
    #expect(room.ask("admin secret-token kick ann", as: boss) == ["ok admin"])
    #expect(room.read(ann) == ["bye the operator sends you away"])
    room.leave(ann)
    #expect(room.ask("hello ann", as: room.join(from: 1)).last == "ok hello ann")
    #expect(room.ask("admin secret-token ban ANN", as: boss) == ["ok admin"])
    #expect(room.ask("hello ann", as: room.join(from: 3))[0].hasPrefix("error not-allowed "))
    var isAdmitted = admits(2, room)
    #expect(isAdmitted)
    #expect(room.ask("admin secret-token ban 0.0.0.2", as: boss) == ["ok admin"])
    #expect(room.read(bob) == ["bye the operator sends you away"])
    isAdmitted = admits(2, room)
    #expect(!isAdmitted)
    #expect(orders(&room) == [.keepBans, .keepBans])
    #expect(room.lobby.bans.text == "ann\n0.0.0.2\n")
    #expect(Bans(room.lobby.bans.text) == room.lobby.bans)
    #expect(
      room.ask("admin secret-token bans", as: boss) == ["ban ann", "ban 0.0.0.2", "ok admin"])
    for name in ["ann", "0.0.0.2"] {
      #expect(room.ask("admin secret-token unban \(name)", as: boss) == ["ok admin"])
    }
    isAdmitted = admits(2, room)
    #expect(room.lobby.bans.isEmpty && isAdmitted)
    #expect(
      room.ask("admin secret-token unban ann", as: boss) == [
        "error no-such-player 'ann' is not banned"
      ])
    #expect(
      room.ask("admin secret-token kick nobody", as: boss)[0].hasPrefix("error no-such-player "))
    #expect(room.ask("admin secret-token ban :::", as: boss)[0].hasPrefix("error bad-arguments "))
  }

  @Test func `with seeks off no game begins, and those that run go on`() {
    var room = Self.room()
    let boss = room.join()
    let ann = room.join("ann")
    let bob = room.join("bob")
    room.say("seek connect-four seat=first", as: ann)
    room.say("accept 1", as: bob)
    #expect(room.ask("admin secret-token seeks off", as: boss) == ["ok admin"])
    for line in ["seek connect-four", "challenge bob connect-four"] {
      #expect(room.ask(line, as: ann)[0].hasPrefix("error unavailable no games are begun"))
    }
    #expect(room.ask("move 4", as: ann)[0] == "ok move 1 4")
    #expect(room.ask("admin secret-token seeks on", as: boss) == ["ok admin"])
    #expect(room.ask("seek connect-four", as: ann) == ["ok seek 2"])
  }

  @Test func `everybody is told, and the server is asked to stop`() {
    var room = Self.room()
    let boss = room.join()
    let ann = room.join("ann")
    #expect(
      room.ask("admin secret-token announce tea at  four", as: boss)
        == ["note tea at four", "ok admin"])
    #expect(room.read(ann) == ["note tea at four"])
    room.say("admin secret-token shutdown 5", "admin secret-token stay", as: boss)
    #expect(room.read(ann).first == "note the server stops in 5 min")
    #expect(orders(&room) == [.stop(after: .seconds(300)), .stay])
    // Nothing is left to be called off, and nobody hears of it.
    _ = room.read(ann)
    #expect(
      room.ask("admin secret-token stay", as: boss) == [
        "error not-now no shutdown is to be called off"
      ])
    #expect(room.read(ann) == [])
    #expect(orders(&room) == [])
    // The figures are asked for elsewhere, and what is said behind that waits.
    let other = room.joinNewly()
    room.say("#1 admin secret-token metrics", as: other)
    guard let errand = room.lobby.errands.popLast() else {
      return #expect(Bool(false), "no errand")
    }
    room.lobby.report(metrics: "a 1\nb 2\n", for: errand)
    room.deliver()
    #expect(room.read(other) == ["#1 metric a 1", "#1 metric b 2", "#1 ok admin"])
    let help = room.ask("admin secret-token help", as: boss)
    #expect(help.count == AdminOrder.forms.count + 1)
    for order in ["", "dance", "kick", "shutdown", "shutdown x", "seeks maybe", "announce"] {
      let answer = room.ask("admin secret-token \(order)", as: boss)
      #expect(answer.count == 1 && answer[0].hasPrefix("error bad-arguments usage: "), "\(order)")
    }
    #expect(
      room.ask("admin secret-token seeks maybe", as: boss) == [
        "error bad-arguments usage: admin TOKEN seeks on|off"
      ])
  }
}
