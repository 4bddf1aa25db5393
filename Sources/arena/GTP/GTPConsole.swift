import ArenaCore
import Catalog
import Evaluation
import Glibc
import Match

/// A player of the catalog behind the Go Text Protocol: commands on standard input, answers on
/// standard output.
///
/// Source: Farnebäck 2002, Specification of the Go Text Protocol, version 2, draft 2; `lz-analyze` of
/// Leela Zero and `kata-analyze` of KataGo.
struct GTPConsole {
  let entry: GameEntry
  let spec: PlayerSpec
  let seed: UInt64
  let simulations: Int
  var settings: [String: String]
  var session: any GameSession
  /// The actions before each command that played, for `undo`.
  var history: [[Int]] = []
  private var player: any SessionPlayer
  private var random: RandomSource
  private var analyst: (any GameAnalyst)?
  /// What each colour may use for a move, as the controller said last.
  private var time: [Seat: Duration] = [:]
  private var input = StandardLines()

  /// What a command answers: text, a refusal, or lines until the next command.
  enum Answer {
    case text(String)
    case refusal(String)
    case stream(AnalysisLines, of: any GameSession)
    case quit
  }

  init(
    _ entry: GameEntry, _ spec: PlayerSpec, settings: [String: String], seed: UInt64,
    simulations: Int
  ) throws {
    (self.entry, self.spec, self.settings) = (entry, spec, settings)
    (self.seed, self.simulations) = (seed, simulations)
    session = try entry.session(settings)
    player = try entry.sessionPlayers(spec, settings)(seed)
    random = RandomSource(seed: seed)
  }

  mutating func run() throws {
    while let line = input.next() {
      // A number sign begins a comment.
      var words = line.prefix { $0 != "#" }.words()
      guard !words.isEmpty else { continue }
      let id = Int(words[0]) != nil ? words.removeFirst() : ""
      guard let command = words.first else { continue }
      switch answer(command.lowercased(), Array(words.dropFirst())) {
      case .text(let text): try write("=\(id) \(text)\n\n")
      case .refusal(let reason): try write("?\(id) \(reason)\n\n")
      case .quit: return try write("=\(id)\n\n")
      case .stream(let lines, let session):
        try write("=\(id)\n")
        try stream(lines, of: session)
        try write("\n")
      }
    }
  }

  private func write(_ text: String) throws { try StandardOutput.write(text.utf8) }

  // MARK: Playing

  /// Begins a new game, on another board if it is to be one.
  mutating func start(_ settings: [String: String]) throws {
    let session = try entry.session(settings)
    if settings != self.settings {
      player = try entry.sessionPlayers(spec, settings)(seed)
      analyst = nil
    }
    (self.settings, self.session, history) = (settings, session, [])
  }

  /// The move of the seat to move.
  mutating func choose(in session: any GameSession) throws(Surrender) -> Int {
    guard let seat = session.turn else { throw .failure("the game is over") }
    player.begin(as: seat, in: session)
    var budget = Budget.unlimited
    budget.hardLimit = time[seat]
    return try player.choose(in: session, within: budget, using: &random)
  }

  mutating func setTime(_ duration: Duration?, of seats: [Seat]) {
    for seat in seats { time[seat] = duration }
  }

  // MARK: Analysing

  /// The search that analyses: the player's own, where it has one to look at.
  mutating func withAnalyst<Value>(
    _ body: (inout any GameAnalyst) throws -> Value
  ) throws -> Value {
    var analyst =
      try analyst ?? (try? entry.analyst(spec, settings)) ?? entry.analyst(nil, settings)
    defer { self.analyst = analyst }
    return try body(&analyst)
  }

  /// Prints what a search finds, ever deeper, until a command comes.
  private mutating func stream(_ lines: AnalysisLines, of session: any GameSession) throws {
    var last = ""
    repeat {
      let analysis = try withAnalyst { try $0.deepen(session, for: lines.interval) }
      let text = lines.text(of: analysis)
      // A search that is done says nothing new, and waits.
      if text == last {
        input.wait(for: .seconds(1))
      } else {
        try write(text + "\n")
      }
      last = text
    } while !input.isReady && session.turn != nil
  }
}
