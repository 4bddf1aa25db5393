import ArenaCore
import Match
import Server

/// A player of the catalog as a client of a match server: it seeks a game, plays it and leaves.
struct WirePlayer {
  let name: String
  private let client: LineClient
  private var session: any GameSession
  private var player: any SessionPlayer
  private var random: RandomSource
  private let say: (String) -> Void
  private var seat: Seat?
  private var table = ""

  /// Longer than any thinking time that a clock allows in practice.
  private static let patience = Duration.seconds(600)

  /// Connects and says hello.
  ///
  /// - Parameters:
  ///   - session: the game to play, at its start.
  ///   - say: told every move and the result.
  init(
    name: String, host: String, port: UInt16, session: any GameSession,
    player: any SessionPlayer, seed: UInt64, say: @escaping (String) -> Void
  ) throws {
    self.name = name
    self.session = session
    self.player = player
    self.say = say
    random = RandomSource(seed: seed)
    client = try LineClient(host: host, port: port)
    guard try client.readLine().hasPrefix("arena 1 ") else {
      throw UsageError("\(host):\(port) is no arena server")
    }
    _ = try ask("hello \(name)")
  }

  /// Sends a command and returns its final answer's words.
  private func ask(_ command: String) throws -> [Substring] {
    try client.send(command)
    while true {
      let answer = try client.readLine()
      if answer.hasPrefix("ok ") { return answer.split(separator: " ") }
      if answer.hasPrefix("error ") {
        throw UsageError("the server answers '\(command)' with: \(answer)")
      }
    }
  }

  /// Puts a seek on the board and plays the game that comes of it.
  ///
  /// - Parameter terms: what follows the game's name in `seek`: options, clock, seat.
  /// - Returns: the server's words on the result.
  mutating func playOneGame(_ terms: String) throws -> String {
    session.reset()
    seat = nil
    try client.send("seek \(session.gameName) \(terms)")
    while true {
      let line = try client.readLine(timeout: Self.patience)
      let words = line.split(separator: " ")
      switch words.first {
      case "error": throw UsageError("the server says: \(line)")
      case "start": try sitDown(words)
      case "moved": try follow(words)
      case "result" where words.count > 2 && words[1] == table:
        return words[2...].joined(separator: " ")
      default: break
      }
    }
  }

  func quit() { try? client.send("quit") }

  private mutating func sitDown(_ words: [Substring]) throws {
    guard words.count == 8, let seat = Seat.allCases.first(where: { $0.name == words[7] }) else {
      throw UsageError("the server's 'start' is not understood")
    }
    table = String(words[1])
    self.seat = seat
    player.begin(as: seat, in: session)
    try moveIfToMove()
  }

  private mutating func follow(_ words: [Substring]) throws {
    guard words.count >= 6, words[1] == table else { return }
    let action = try session.legalAction(from: String(words[4]))
    try session.play(action)
    player.observe(action, leadingTo: session)
    if words[3] == seat?.name ?? "" { say("\(name) plays \(words[4])") }
    try moveIfToMove()
  }

  private mutating func moveIfToMove() throws {
    guard let seat, session.turn == seat else { return }
    let action = try player.choose(in: session, within: .unlimited, using: &random)
    try client.send("move \(table) \(session.notation(of: action))")
  }
}
