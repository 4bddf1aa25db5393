import ArenaCore
import Catalog
import Dispatch
import Match
import Server
import Synchronization

/// One game between two clients of a server that lives as long as the game, over real sockets.
enum LoopbackMatch {
  static func play(
    game: String, first: PlayerSpec, second: PlayerSpec, seed: UInt64,
    say: @escaping (String) -> Void
  ) throws {
    let entry = try Catalog.game(game)
    let server = try RunningServer(ServerConfiguration(), games: Catalog.directory)
    say("a server listens on 127.0.0.1 port \(server.port)")
    // Each client belongs to one thread; what they say goes through one lock.
    nonisolated(unsafe) let clients = try [(first, "first"), (second, "second")].map { spec, seat in
      (
        player: try WirePlayer(
          name: spec.agent, host: "127.0.0.1", port: server.port,
          session: entry.session([:]), player: entry.sessionPlayers(spec, [:])(seed),
          seed: seed, say: { _ in }), seat: seat
      )
    }
    let results = Mutex<[Result<String, any Error>]>([])
    DispatchQueue.concurrentPerform(iterations: clients.count) { index in
      var player = clients[index].player
      let result = Result { try player.playOneGame("seat=\(clients[index].seat) people") }
      player.quit()
      results.withLock { $0.append(result) }
    }
    try server.stop()
    let verdict = try results.withLock { try $0[0].get() }
    say("\(first.agent) (first) against \(second.agent) (second): \(verdict)")
  }
}
