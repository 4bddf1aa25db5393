import Foundation
import Glibc
import TestKit
import Testing

@testable import Server

/// `arena serve` as a process, beside what strangers, disks and signals do to it.
@Suite struct ServerAttackTests {
  /// A server whose output nobody need read.
  private final class Served {
    let process = Process()
    let port: UInt16
    let output = NSTemporaryDirectory() + "arena-serve-\(UUID().uuidString)"

    /// - Parameter shell: what is to be done before the program starts, such as `ulimit -f 8`.
    init(_ arguments: [String], shell: String = "true") throws {
      _ = FileManager.default.createFile(atPath: output, contents: nil)
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments =
        ["-c", "\(shell); exec \"$0\" serve --port 0 \"$@\"", Program.path] + arguments
      process.standardOutput = FileHandle(forWritingAtPath: output)
      process.standardError = FileHandle.nullDevice
      try process.run()
      var found: UInt16?
      while found == nil, process.isRunning {
        let text = try String(contentsOfFile: output, encoding: .utf8)
        found = text.firstMatch(of: /listening on .* port (\d+)\n/).flatMap { UInt16($0.1) }
        usleep(2000)
      }
      port = found ?? 0
    }

    deinit {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      unlink(output)
    }

    func client(_ name: String? = nil) throws -> LineClient {
      let client = try LineClient(host: "127.0.0.1", port: port)
      _ = try client.readLine()
      if let name { _ = try client.ask("hello \(name)") }
      return client
    }

    /// Stops it in good order.
    ///
    /// - Returns: the exit status; -1 for death by a signal.
    func stop() -> Int32 {
      kill(process.processIdentifier, SIGTERM)
      process.waitUntilExit()
      return process.terminationReason == .exit ? process.terminationStatus : -1
    }

    /// Seconds of processor time that it has used.
    var processorTime: Double {
      let text = try? String(
        contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
      let fields = (text ?? "").split(separator: " ")
      guard fields.count > 14, let user = Double(fields[13]), let system = Double(fields[14]) else {
        return 0
      }
      return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
  }

  /// Two guests at a game that both play by a fixed pattern, in which nobody ever has five in a row.
  private struct HonestGame {
    let players: [LineClient]
    private(set) var ply = 0

    init(_ server: Served, clock: String) throws {
      players = [try server.client("honest-a"), try server.client("honest-b")]
      let offer = try players[0].ask("seek gomoku size=20 seat=first people clock=\(clock)").last
      _ = try players[1].ask("accept \(offer?.dropFirst(8) ?? "")")
      for player in players { _ = try player.read { $0.hasPrefix("start ") } }
    }

    var move: String { HonestPattern.move(ply) }
    var mover: LineClient { players[ply % 2] }

    /// Both have read of the next move.
    mutating func advance() { ply += 1 }

    /// Plays so many moves.
    ///
    /// - Returns: the first line that was no move, if one was not.
    mutating func play(_ moves: Int) throws -> String? {
      for _ in 0..<moves {
        try mover.send(move)
        for player in [mover, players[1 - ply % 2]] {
          let line =
            try player.read {
              $0.hasPrefix("moved ") || $0.hasPrefix("result ") || $0.hasPrefix("error ")
            }.last ?? ""
          guard line.hasPrefix("moved ") else { return line }
        }
        advance()
      }
      return nil
    }
  }

  @Test func `a signal that comes at once is heeded`() throws {
    for number in [SIGTERM, SIGINT] {
      for _ in 0..<10 {
        let server = try Served([])
        kill(server.process.processIdentifier, number)
        server.process.waitUntilExit()
        #expect(
          server.process.terminationReason == .exit && server.process.terminationStatus == 0)
      }
    }
  }

  @Test func `a hang-up does not end a server whose log is a file`() throws {
    let server = try Served([])
    let ann = try server.client("ann")
    for _ in 0..<5 { kill(server.process.processIdentifier, SIGHUP) }
    #expect(try ann.ask("ping") == ["ok ping"])
    #expect(server.stop() == 0)
    #expect(try ann.read { $0.hasPrefix("bye ") }.last == "bye the server stops")
  }

  @Test func `a server that was stopped for a while charges nobody for it`() throws {
    let server = try Served([])
    var game = try HonestGame(server, clock: "1")
    #expect(try game.play(3) == nil)
    for _ in 0..<2 {
      kill(server.process.processIdentifier, SIGSTOP)
      try game.mover.send("ping")
      usleep(1_700_000)
      kill(server.process.processIdentifier, SIGCONT)
      #expect(try game.play(2) == nil)
    }
    #expect(server.stop() == 0)
  }

  @Test func `on a full disk moves are refused, clocks stand, and the game goes on with more room`()
    throws
  {
    try withEmptyFolder { folder in
      let server = try Served(
        ["--journal", folder + "/journal", "--grace", "0"], shell: "ulimit -S -f 20")
      var game = try HonestGame(server, clock: "1")
      let eve = try server.client("eve")
      // There is room for some moves, and none is left without an answer.
      var refusal: String?
      while refusal == nil, game.ply < 400 { refusal = try game.play(1) }
      #expect(refusal?.hasPrefix("error unavailable ") == true, "\(refusal ?? "none")")
      #expect(game.ply > 20)
      #expect(try eve.ask("ping") == ["ok ping"])
      #expect(try eve.ask("tables").count == 2)
      usleep(1_500_000)
      #expect(server.process.isRunning)
      #expect(raiseFileLimit(of: server.process.processIdentifier) == 0)
      while try eve.ask("seek connect-four").last?.hasPrefix("error unavailable ") == true {}
      // The game goes on where it stood, though its clock is a second long.
      #expect(try game.play(4) == nil)
      #expect(server.stop() == 0)
      let again = try Served(["--journal", folder + "/journal"])
      let tables = try again.client().ask("tables")
      #expect(tables.count == 2 && tables[0].hasSuffix(" \(game.ply)"), "\(tables)")
    }
  }

  private func raiseFileLimit(of process: pid_t) -> Int32 {
    let tool = Process()
    tool.executableURL = URL(fileURLWithPath: "/usr/bin/prlimit")
    tool.arguments = ["--pid", "\(process)", "--fsize=unlimited"]
    do { try tool.run() } catch { return -1 }
    tool.waitUntilExit()
    return tool.terminationStatus
  }

  @Test func `a client that has finished sending and does not read costs no time`() throws {
    let server = try Served(["--output", "100000000"])
    // Some of them have had every line answered, and the last answers wait for room in the socket.
    let clients = try (0..<60).map { index in
      let client = try server.client()
      var size: Int32 = 4096
      setsockopt(
        client.descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
      try client.send(Array(String(repeating: "help\n", count: 100 + 5 * index).utf8))
      shutdown(client.descriptor, Int32(SHUT_WR))
      return client
    }
    usleep(300_000)
    let before = server.processorTime
    usleep(1_000_000)
    #expect(server.processorTime - before < 0.3)
    #expect(clients.count == 60)
    #expect(try server.client("ann").ask("ping") == ["ok ping"])
    #expect(server.stop() == 0)
  }

  @Test func `killed at any moment, it has every move that it acknowledged`() throws {
    try withEmptyFolder { folder in
      var acknowledged = 0
      var random = SystemRandomNumberGenerator()
      for round in 0..<(runsLongTests ? 200 : 20) {
        let server = try Served(["--journal", folder + "/journal", "--segment", "4096"])
        // With passwords: a guest would need its token after a restart.
        let players = [try server.client("a secret-a"), try server.client("b secret-b")]
        if round == 0 {
          _ = try players[0].ask("seek gomoku size=20 seat=first people clock=none")
          _ = try players[1].ask("accept 1")
        }
        let answer = try players[0].ask("state 1")
        let state = answer.last { $0.hasPrefix("state 1 ") }?.split(separator: " ") ?? []
        let ply = state.count > 2 ? Int(state[2]) ?? -1 : -1
        #expect(ply >= acknowledged, "\(answer)")
        acknowledged = ply
        let killer = DispatchQueue(label: "killer")
        let process = server.process.processIdentifier
        killer.asyncAfter(
          deadline: .now() + .microseconds(Int.random(in: 0..<9000, using: &random))
        ) {
          kill(process, SIGKILL)
        }
        while acknowledged < 400 {
          do {
            let mover = players[acknowledged % 2]
            try mover.send(HonestPattern.move(acknowledged))
            _ = try mover.read { $0.hasPrefix("ok move ") }
            acknowledged += 1
          } catch { break }
        }
        server.process.waitUntilExit()
        if acknowledged == 400 { break }
      }
      #expect(acknowledged > 20)
    }
  }
}

/// 400 moves on a board of 20x20 in which nobody ever has five in a row.
private enum HonestPattern {
  static func move(_ ply: Int) -> String {
    let cells = (0..<400).map { (x: $0 % 20, y: $0 / 20) }
      .filter { ($0.x / 2 + $0.y) & 1 == ply & 1 }
    let cell = cells[ply / 2]
    return "move \(UnicodeScalar(UInt8(97 + cell.x)))\(cell.y + 1)"
  }
}

extension LineClient {
  /// Says a line and returns everything up to its final answer.
  fileprivate func ask(_ line: String) throws -> [String] {
    try send(line)
    return try read { $0.hasPrefix("ok ") || $0 == "ok" || $0.hasPrefix("error ") }
  }

  /// Reads until a line fits.
  fileprivate func read(until fits: (String) -> Bool) throws -> [String] {
    var lines: [String] = []
    repeat { lines.append(try readLine()) } while !fits(lines[lines.count - 1])
    return lines
  }
}
