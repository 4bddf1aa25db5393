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
/// A server's game begins at the start, so the tournament needs `--openings 0`. Who does not accept
/// or move within the seconds, 300 by default, loses the game, and so does who is away when it begins;
/// but a server that went away is waited for. Who was silent in three games in a row loses the rest
/// of them at once.
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

  static let agent = "server"

  private let presence: ServerPresence
  private let address: Address
  private let seed: UInt64
  /// What begins in `begin`; nil where that failed.
  private var server: ServerTalk?
  private var table: String?
  /// Their moves that were heard and not played yet, and how the game ended on the server.
  private var heard: [String] = []
  private var ending: Surrender?
  private var seat = Seat.second
  private var begin = ContinuousClock.now
  private var failure: Surrender?

  private init(_ address: Address, _ presence: ServerPresence, seed: UInt64) {
    self.address = address
    self.presence = presence
    self.seed = seed
  }

  /// Makes players of a spec; makes sure that there is such a server, and that name on it.
  ///
  /// - Parameters:
  ///   - asksOn: whether who was silent again and again is asked all the same.
  ///   - say: told of who is not asked any more.
  static func players(
    _ spec: PlayerSpec, asksOn: Bool, say: @escaping @Sendable (String) -> Void
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
    let presence = ServerPresence(asksOn: asksOn) {
      say(
        "\(address.name) on \(address.host) port \(address.port) was silent in "
          + "\(ServerPresence.mostSilences) games in a row: the remaining ones are forfeited at once"
      )
    }
    return { seed in ServerOpponent(address, presence, seed: seed) }
  }

  mutating func begin(as seat: Seat, in session: any GameSession) {
    self.seat = seat
    (server, table, heard, ending, failure) = (nil, nil, [], nil, nil)
    guard !presence.isGivenUp else {
      failure = .silence(
        "\(address.name) was silent in \(ServerPresence.mostSilences) games in a row and is not "
          + "asked any more")
      return
    }
    begin = .now
    do {
      guard session.ply == 0 else {
        throw CommandFailure("a game on a server begins at the start: give --openings 0")
      }
      try challenge(session)
    } catch {
      failure = surrender(after: error)
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
        throw ServerTalk.Silence("\(address.name) did not accept within \(address.patience)")
      }
      switch words.first {
      case "start" where words.count == 8: table = String(words[1])
      case "declined":
        presence.noteSignOfLife()
        throw CommandFailure("\(address.name) declined the challenge")
      default: break
      }
    }
  }

  private func connect() throws -> ServerTalk {
    while true {
      let begin = ContinuousClock.now
      do {
        let server = try ServerTalk(host: address.host, port: address.port)
        presence.noteConnection()
        return server
      } catch {
        guard !presence.waitForServer() else { continue }
        // A refusal comes at once.
        throw begin.duration(to: .now) > .seconds(1) ? ServerTalk.Silence("\(error)") : error
      }
    }
  }

  private func surrender(after error: any Error) -> Surrender {
    guard error is ServerTalk.Silence || error as? LineClient.Failure == .timedOut else {
      return .failure("\(error)")
    }
    presence.noteSilence(inGameFrom: begin)
    return .silence("\(error)")
  }

  mutating func observe(_ action: Int, leadingTo session: any GameSession) {
    guard failure == nil, let table, session.ply > 0,
      // Their own move came from the server.
      session.turn == seat || session.turn == nil && lastMover(in: session) != seat
    else { return }
    do { try server?.send("move \(table) \(session.notation(of: action))") } catch {
      failure = surrender(after: error)
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
      let silence = ServerTalk.Silence("\(address.name) did not move within \(address.patience)")
      throw surrender(after: silence)
    } catch {
      throw surrender(after: error)
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
    case "moved" where words.count > 4 && words[3] == seat.name:
      presence.noteSignOfLife()
      heard.append(String(words[4]))
    case "result":
      if words[3] == "resignation" { presence.noteSignOfLife() }
      ending =
        words[3] == "resignation"
        ? .resignation : .failure(words[3...].joined(separator: " "))
    default: break
    }
  }
}
