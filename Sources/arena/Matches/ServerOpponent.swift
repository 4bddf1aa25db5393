import ArenaCore
import Match
import Server

/// Somebody on a match server as a player of a tournament here: each game is a challenge to that
/// name, in which our side's moves go out and theirs come back.
///
///     server:address=HOST:PORT,name=NAME
///
/// A server's game begins at the start, so the tournament needs `--openings 0`.
struct ServerOpponent: SessionPlayer {
  /// Where and who.
  struct Address: Sendable {
    let host: String
    let port: UInt16
    let name: String

    /// - Throws: `UsageError` for a spec that names no server or nobody on it.
    init(_ spec: PlayerSpec) throws(UsageError) {
      let parts = (spec.options["address"] ?? "").split(separator: ":")
      guard parts.count == 2, let port = UInt16(parts[1]), port > 0,
        let name = spec.options["name"], !name.isEmpty, spec.options.count == 2
      else {
        throw UsageError(
          "--player \(spec): it must be \(agent):address=HOST:PORT,name=NAME")
      }
      host = String(parts[0])
      self.port = port
      self.name = name
    }
  }

  static let agent = "server"
  /// How long they may take to accept.
  private static let patience = Duration.seconds(60)

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

  init(_ address: Address, seed: UInt64) {
    self.address = address
    self.seed = seed
  }

  /// Makes players of a spec; tries the server once.
  static func players(
    _ spec: PlayerSpec
  ) throws -> @Sendable (UInt64) -> any SessionPlayer {
    let address = try Address(spec)
    var server = try ServerTalk(host: address.host, port: address.port)
    try server.send("quit")
    return { seed in ServerOpponent(address, seed: seed) }
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
    var server = try ServerTalk(host: address.host, port: address.port)
    defer { self.server = server }
    try server.send("hello tournament-\(seed % 1_000_000)")
    while !server.unanswered.isEmpty { _ = try server.next() }
    let options = session.optionsText.replacing(",", with: " ")
    let begin = ContinuousClock.now
    try server.send(
      "challenge \(address.name) \(session.gameName) \(options) clock=none "
        + "seat=\(seat.opponent.name)")
    while table == nil {
      let words = try server.next().line.split(separator: " ")
      switch words.first {
      case "start" where words.count == 8: table = String(words[1])
      case "declined": throw CommandFailure("\(address.name) declined the challenge")
      default: break
      }
      guard table != nil || ContinuousClock.now - begin < Self.patience else {
        throw CommandFailure("\(address.name) did not accept within \(Self.patience)")
      }
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
    do {
      while heard.isEmpty, ending == nil { try listen() }
    } catch {
      throw .failure("\(error)")
    }
    guard !heard.isEmpty else { throw ending ?? .failure("the game ended on the server") }
    let move = heard.removeFirst()
    do throws(SessionError) { return try session.legalAction(from: move) } catch {
      throw .illegalMove("it played \(OneLine.quoting(move)): \(error)")
    }
  }

  private mutating func listen() throws {
    guard let line = try server?.next().line else { throw CommandFailure("no server") }
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
