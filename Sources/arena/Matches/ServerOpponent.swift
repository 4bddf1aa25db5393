import ArenaCore
import Foundation
import Match
import Server
import Synchronization
import Wire

/// Somebody on a match server as a player of a tournament here: each game is a challenge to that
/// name, in which our side's moves go out and theirs come back.
///
///     server:address=HOST:PORT,name=NAME[,seconds=N]
///
/// A server's game begins at the start, so the tournament needs `--openings 0`. Who does not move
/// within the seconds, 300 by default, loses the game, and so does who is away when it begins; but a
/// server that went away is waited for.
struct ServerOpponent: SessionPlayer {
  /// Where and who.
  struct Address: Sendable {
    let host: String
    let port: UInt16
    let name: String
    /// How long they may take to accept, and to move.
    let patience: Duration

    /// - Throws: `UsageError` for a spec that names no server or nobody on it.
    init(_ spec: PlayerSpec) throws(UsageError) {
      let form = "it must be \(agent):address=HOST:PORT,name=NAME, and may have seconds=N"
      let options = spec.options
      guard let address = options["address"], let name = options["name"], WordForm.isName(name),
        Set(options.keys).isSubset(of: ["address", "name", "seconds"])
      else { throw UsageError("--player \(spec): \(form)") }
      do throws(UsageError) { (host, port) = try ServerAddress.parse(address) } catch {
        throw UsageError("--player \(spec): \(error)")
      }
      self.name = name
      guard let seconds = Double(options["seconds"] ?? "300"), (0.1...86_400).contains(seconds)
      else { throw UsageError("--player \(spec): seconds must be from 0.1 to 86400") }
      patience = .seconds(seconds)
    }
  }

  /// A server as all games with it see it: one that went away is waited for once, not in every game.
  private final class Outage: Sendable {
    /// How long a server may be away, to be started again.
    private static let limit = Duration.seconds(30)
    private let begin = Mutex<ContinuousClock.Instant?>(nil)

    func end() { begin.withLock { $0 = nil } }

    /// Whether to try once more.
    func wait() -> Bool {
      let isLong = begin.withLock { begin in
        let since = begin ?? .now
        begin = since
        return since.duration(to: .now) > Self.limit
      }
      if !isLong { Thread.sleep(forTimeInterval: 0.5) }
      return !isLong
    }
  }

  static let agent = "server"

  private let outage: Outage
  private let address: Address
  private let seed: UInt64
  /// What begins in `begin`; nil where that failed.
  private var server: ServerTalk?
  private var table: String?
  /// Their moves that were heard and not played yet, and how the game ended on the server.
  private var heard: [String] = []
  private var ending: Surrender?
  private var seat = Seat.second
  private var failure: Surrender?

  private init(_ address: Address, _ outage: Outage, seed: UInt64) {
    self.address = address
    self.outage = outage
    self.seed = seed
  }

  /// Makes players of a spec; makes sure that there is such a server, and that name on it.
  static func players(
    _ spec: PlayerSpec
  ) throws -> @Sendable (UInt64) -> any SessionPlayer {
    let address = try Address(spec)
    var server = try ServerTalk(host: address.host, port: address.port)
    try server.send("players")
    var names: [String] = []
    while !server.unanswered.isEmpty {
      let words = try server.next().line.split(separator: " ")
      if words.count > 1, words[0] == "player" { names.append(String(words[1])) }
    }
    guard names.contains(address.name) else {
      throw CommandFailure(
        "nobody on \(address.host) port \(address.port) is called \(address.name): "
          + NearestWord.advice(for: address.name, among: names, introducing: "there are"))
    }
    try server.send("quit")
    let outage = Outage()
    return { seed in ServerOpponent(address, outage, seed: seed) }
  }

  mutating func begin(as seat: Seat, in session: any GameSession) {
    self.seat = seat
    (server, table, heard, ending, failure) = (nil, nil, [], nil, nil)
    do {
      guard session.ply == 0 else {
        throw CommandFailure("a game on a server begins at the start: give --openings 0")
      }
      try challenge(session)
    } catch {
      failure = .failure("\(error)")
    }
  }

  private mutating func challenge(_ session: any GameSession) throws {
    var server = try connect()
    defer { self.server = server }
    try server.send("hello tournament-\(seed % 1_000_000)")
    while !server.unanswered.isEmpty { _ = try server.next() }
    let options = session.optionsText.replacing(",", with: " ")
    let deadline = ContinuousClock.now + address.patience
    try server.send(
      "challenge \(address.name) \(session.gameName) \(options) clock=none "
        + "seat=\(seat.opponent.name)")
    while table == nil {
      let words: [Substring]
      do { words = try server.next(by: deadline).line.split(separator: " ") } catch {
        guard case LineClient.Failure.timedOut = error else { throw error }
        throw CommandFailure("\(address.name) did not accept within \(address.patience)")
      }
      switch words.first {
      case "start" where words.count == 8: table = String(words[1])
      case "declined": throw CommandFailure("\(address.name) declined the challenge")
      default: break
      }
    }
  }

  private func connect() throws -> ServerTalk {
    while true {
      do {
        let server = try ServerTalk(host: address.host, port: address.port)
        outage.end()
        return server
      } catch { guard outage.wait() else { throw error } }
    }
  }

  mutating func observe(_ action: Int, leadingTo session: any GameSession) {
    guard failure == nil, let table, session.ply > 0,
      // Their own move came from the server.
      session.turn == seat || session.turn == nil && lastMover(in: session) != seat
    else { return }
    do { try server?.send("move \(table) \(session.notation(of: action))") } catch {
      failure = .failure("\(error)")
    }
  }

  /// Who made the last move of a game that is over: the seats play in turn, but for swaps and passes
  /// that no game here leaves out.
  private func lastMover(in session: any GameSession) -> Seat {
    session.ply.isMultiple(of: 2) ? .second : .first
  }

  mutating func choose(
    in session: any GameSession, within budget: Budget, using random: inout RandomSource
  ) throws(Surrender) -> Int {
    if let failure { throw failure }
    let deadline = ContinuousClock.now + address.patience
    do {
      while heard.isEmpty, ending == nil { try listen(by: deadline) }
    } catch LineClient.Failure.timedOut {
      throw .silence("\(address.name) did not move within \(address.patience)")
    } catch {
      throw .failure("\(error)")
    }
    guard !heard.isEmpty else { throw ending ?? .failure("the game ended on the server") }
    let move = heard.removeFirst()
    do throws(SessionError) { return try session.legalAction(from: move) } catch {
      throw .illegalMove("it played \(OneLine.quoting(move)): \(error)")
    }
  }

  private mutating func listen(by deadline: ContinuousClock.Instant) throws {
    guard let line = try server?.next(by: deadline).line else { throw CommandFailure("no server") }
    let words = line.split(separator: " ")
    guard words.count > 3, String(words[1]) == table else { return }
    switch words[0] {
    case "moved" where words.count > 4 && words[3] == seat.name: heard.append(String(words[4]))
    case "result":
      ending =
        words[3] == "resignation"
        ? .resignation : .failure(words[3...].joined(separator: " "))
    default: break
    }
  }
}
