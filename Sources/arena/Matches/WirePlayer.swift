import ArenaCore
import Match

/// A player of the catalog as a client of a match server: it seeks a game, plays it and leaves.
struct WirePlayer {
  let name: String
  /// Why the player could not play its last game to the end; it resigned then.
  private(set) var failure: String?

  private var server: ServerTalk
  private var session: any GameSession
  private var player: any SessionPlayer
  private var random: RandomSource
  private let say: (String) -> Void
  private var chair: Chair?

  /// Where it sits.
  private struct Chair {
    let table: Substring
    let seat: Seat
    let clock: TimeControl
    /// What the clock leaves it.
    var left: Duration?
    var hasResigned = false
  }

  /// How long it waits for somebody to play with.
  private static let patience = Duration.seconds(600)

  /// Connects and says hello.
  ///
  /// - Parameters:
  ///   - session: the game to play, at its start.
  ///   - say: told every move and the result.
  /// - Throws: `CommandFailure` or `LineClient.Failure`.
  init(
    name: String, host: String, port: UInt16, session: any GameSession,
    player: any SessionPlayer, seed: UInt64, say: @escaping (String) -> Void
  ) throws {
    self.name = name
    self.session = session
    self.player = player
    self.say = say
    random = RandomSource(seed: seed)
    server = try ServerTalk(host: host, port: port)
    try server.send("hello \(name)")
    while !server.unanswered.isEmpty { _ = try server.next() }
  }

  /// Puts a seek on the board and plays the game that comes of it.
  ///
  /// - Parameter terms: what follows the game's name in `seek`: options, clock, seat.
  /// - Returns: the server's words on the result.
  /// - Throws: `CommandFailure` or `LineClient.Failure`.
  mutating func playOneGame(_ terms: String) throws -> String {
    session.reset()
    chair = nil
    failure = nil
    let begin = ContinuousClock.now
    try server.send("seek \(session.gameName) \(terms)")
    var isSought = false
    while true {
      let (line, command) = try server.next()
      let words = line.split(separator: " ")
      switch words.first {
      case "ok" where command?.hasPrefix("seek") == true: isSought = true
      // An earlier one is that of a game which an earlier bearer of the name left.
      case "start" where isSought && chair == nil: try sitDown(words)
      case "moved": try follow(words)
      case "result" where words.count > 2 && words[1] == chair?.table ?? "":
        return words[2...].joined(separator: " ")
      default: break
      }
      guard chair != nil || ContinuousClock.now - begin < Self.patience else {
        throw CommandFailure("nobody took the seek within \(Self.patience)")
      }
    }
  }

  mutating func quit() { try? server.send("quit") }

  private mutating func sitDown(_ words: [Substring]) throws {
    guard words.count == 8, let clock = TimeControl(words[4]),
      let seat = Seat.allCases.first(where: { $0.name == words[7] })
    else { throw CommandFailure("the server's 'start' is not understood") }
    chair = Chair(
      table: words[1], seat: seat, clock: clock,
      left: GameClock(clock).timeLeft(of: seat, at: .zero))
    player.begin(as: seat, in: session)
    try moveIfToMove()
  }

  private mutating func follow(_ words: [Substring]) throws {
    guard let chair, words.count >= 8, words[1] == chair.table else { return }
    let action: Int
    do throws(SessionError) {
      action = try session.legalAction(from: String(words[4]))
      try session.play(action)
    } catch {
      throw CommandFailure("the server's move is not understood: \(error)")
    }
    player.observe(action, leadingTo: session)
    if words[3] == chair.seat.name { say("\(name) plays \(words[4])") }
    // Behind a slash stand the moves that a Canadian clock demands.
    let left = words[chair.seat == .first ? 6 : 7].prefix { $0 != "/" }
    self.chair?.left = Int(left).map { .milliseconds($0) }
    try moveIfToMove()
  }

  private mutating func moveIfToMove() throws {
    guard let chair, session.turn == chair.seat, !chair.hasResigned else { return }
    let action: Int
    do throws(Surrender) {
      action = try chooseAction(chair)
    } catch {
      if error != .resignation { failure = error.description }
      self.chair?.hasResigned = true
      return try server.send("resign \(chair.table)")
    }
    try server.send("move \(chair.table) \(session.notation(of: action))")
  }

  private mutating func chooseAction(_ chair: Chair) throws(Surrender) -> Int {
    var budget = Budget.unlimited
    budget.hardLimit = chair.left.map { chair.clock.share(of: $0) }
    let action = try player.choose(in: session, within: budget, using: &random)
    guard session.isLegal(action) else { throw .failure("it chose the illegal action \(action)") }
    return action
  }
}
