import ArenaCore
import Evaluation
import Foundation
import Match

/// All that is to be said about a tournament, from flags or from a file: the file holds the flags
/// without their dashes, one a line, and `game NAME`.
struct TournamentSettings {
  let game: String
  let options: [String: String]
  /// As they were given: a pattern of checkpoints is one.
  let players: [Contestant]
  let format: TournamentFormat
  let length: TournamentFormat.Length
  let room: RoomPlan
  private let openings: String
  private let balance: String?
  private let clock: String?
  private let moveTime: String?

  static let flags =
    [
      Flag("player", "PLAYER", repeats: true, "[NAME=]SPEC; give two or more"),
      Flag(
        "format", "NAME", default: TournamentFormat.all[0].name,
        TournamentFormat.all.map { "\($0.name): \($0.summary)" }.joined(separator: "; ")),
      Flag(
        "games", "N",
        "games between two players that meet, seats swapped (default: 20, 2 or 4 by format)"),
      Flag("rounds", "N", "rounds of swiss (default: log2 of the players, and 2) or ladder"),
      Flag("until", "ELO", "adaptive: half the width of every 95 % interval (default: 30)"),
      Flag(
        "openings", "OPENINGS", default: "4",
        "PLIES random ones; all:PLIES every position once; or a FILE of lines or SGF"),
      Flag("balance", "RANGE", "LOW..HIGH of a random opening's value, -1 to 1, by a search"),
      Flag("seed", "N", default: "1", "the seed of openings and players"),
      Flag("clock", "CLOCK", "SECONDS a move, or SECONDS+SECONDS for the game and a move"),
      Flag("move-time", "S", "every move may and shall take so many seconds"),
      Flag("nodes", "N", "simulations or nodes of every move, whatever the player's own"),
      Flag("move-cap", "N", "moves after which a game is drawn, or won by points on the board"),
      Flag("heed-proofs", "ends a game once both players have proven its result"),
    ] + Flag.settings

  /// - Parameter isEndless: whether there are always further games, so that somebody who does not
  ///   answer does not forfeit the rest of them.
  init(_ arguments: Arguments, game: String, isEndless: Bool = false) throws {
    self.game = game
    options = try arguments.settings()
    players = try arguments.all("player").map(PlayerList.contestant)
    let name = try arguments.text("format") ?? ""
    let all = TournamentFormat.all
    guard let format = all.first(where: { $0.name == name }) else {
      throw UsageError(
        "unknown format '\(name)': "
          + NearestWord.advice(for: name, among: all.map(\.name), introducing: "there are"))
    }
    self.format = format
    if !format.hasRounds {
      try arguments.refuse("rounds", because: "\(name) has no rounds to count")
    }
    if !format.hasBound { try arguments.refuse("until", because: "it belongs to adaptive") }
    length = TournamentFormat.Length(
      games: try arguments.integer("games", in: 1...1_000_000),
      rounds: try arguments.integer("rounds", in: 1...10_000),
      bound: try arguments.number("until", in: 0.1...10_000))
    var room = RoomPlan()
    room.outsiders = { spec in
      guard spec.agent == ServerOpponent.agent else { return nil }
      return try ServerOpponent.players(spec, asksOn: isEndless) { TournamentLine().note($0) }
    }
    openings = try arguments.text("openings") ?? "4"
    if openings != "0", players.contains(where: { $0.spec.agent == ServerOpponent.agent }) {
      throw UsageError(
        "--openings cannot be '\(openings)' with a player on a server, where games begin at the "
          + "start: give --openings 0")
    }
    balance = try arguments.text("balance")
    clock = try arguments.text("clock")
    moveTime = try arguments.text("move-time")
    room.start = try Self.start(openings)
    room.seed = try arguments.seed()
    if let balance {
      guard let range = Self.range(balance) else {
        throw UsageError("--balance cannot be '\(balance)': it must be LOW..HIGH within -1 and 1")
      }
      guard case .random = room.start else {
        throw UsageError("--balance is too much: it belongs to random openings")
      }
      room.balance = range
    }
    if let clock {
      try arguments.refuse("move-time", because: "--clock tells the time already")
      guard let control = TimeControl(clock), control != .unlimited else {
        throw UsageError(
          "--clock cannot be '\(clock)': it must be SECONDS a move, or SECONDS+SECONDS, from 0.001 to "
            + "86400 with up to three decimals")
      }
      room.timeControl = control
    }
    if let seconds = try arguments.number("move-time", in: 0.001...86_400) {
      room.timeControl = .perMove(.seconds(seconds))
      room.budget.time = .seconds(seconds)
    }
    room.budget.simulations = try arguments.integer("nodes", in: 1...1_000_000_000)
    room.adjudication = Adjudication(
      moveCap: try arguments.integer("move-cap", in: 1...1_000_000),
      heedsProofs: arguments.has("heed-proofs"))
    self.room = room
  }

  /// The tournament to play; a pattern of checkpoints stands for a player each.
  ///
  /// - Throws: `UsageError` where two of them have one name, or rounds are too many for them.
  func plan() throws -> TournamentPlan {
    let contestants = try players.flatMap { try PlayerList.expanded($0) }
    var names: Set<String> = []
    if let twice = contestants.first(where: { !names.insert($0.name).inserted }) {
      throw UsageError(
        "--player \(twice.name) is given twice: give one another name, --player NAME=SPEC")
    }
    if let rounds = length.rounds, contestants.count > 1,
      let most = format.mostRounds?(contestants.count), rounds > most
    {
      throw UsageError(
        "--rounds cannot be \(rounds): \(format.name) has at most \(most) of "
          + "\(contestants.count) players, who do not meet twice; --games makes matches longer")
    }
    var plan = TournamentPlan(contestants)
    plan.format = format
    plan.length = length
    plan.room = room
    return plan
  }

  private static func start(_ text: String) throws -> RoomPlan.Start {
    let plies = text.hasPrefix("all:") ? String(text.dropFirst(4)) : text
    if let number = Int(plies) {
      guard 0...1000 ~= number else {
        throw UsageError("--openings cannot be '\(text)': it must be an integer from 0 to 1000")
      }
      return plies == text ? .random(plies: number) : .all(plies: number)
    }
    guard plies == text, FileManager.default.fileExists(atPath: text) else {
      throw UsageError(
        "--openings cannot be '\(text)': it must be PLIES, all:PLIES or a file that is there")
    }
    return .text(try InputText.read(text), source: text)
  }

  private static func range(_ text: String) -> ClosedRange<Double>? {
    let ends = text.components(separatedBy: "..").map { Double($0) }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low >= -1, low <= high, high <= 1
    else { return nil }
    return low...high
  }

  // MARK: As text

  /// Each line's key and value, in a fixed order; read again they are the same settings.
  var lines: [(key: String, value: String)] {
    var lines: [(key: String, value: String)] = [("game", game)]
    lines += options.sorted { $0.key < $1.key }.map { ("set", "\($0.key)=\($0.value)") }
    lines += players.map { ("player", PlayerList.text(of: $0)) }
    lines.append(("format", format.name))
    lines.append(("games", String(length.games ?? format.defaultGames)))
    if let rounds = length.rounds { lines.append(("rounds", String(rounds))) }
    if format.hasBound { lines.append(("until", Self.number(length.bound ?? 30))) }
    lines.append(("openings", openings))
    if let balance { lines.append(("balance", balance)) }
    lines.append(("seed", String(room.seed)))
    if let clock { lines.append(("clock", clock)) }
    if let moveTime { lines.append(("move-time", moveTime)) }
    if let nodes = room.budget.simulations { lines.append(("nodes", String(nodes))) }
    if let cap = room.adjudication.moveCap { lines.append(("move-cap", String(cap))) }
    if room.adjudication.heedsProofs { lines.append(("heed-proofs", "")) }
    return lines
  }

  var text: String {
    lines.map { $0.value.isEmpty ? $0.key : "\($0.key) \($0.value)" }.joined(separator: "\n")
  }

  private static func number(_ value: Double) -> String {
    Int(exactly: value).map { String($0) } ?? String(value)
  }

  /// The lines of a file as a command's words, but for those that the command line itself gives.
  ///
  /// - Parameter given: what stands on the command line.
  static func words(ofFile text: String, source: String, given: [String]) throws -> [String] {
    let keys = Set(given.filter { $0.hasPrefix("--") }.map { $0.prefix { $0 != "=" } })
    var words: [String] = []
    var seen: Set<String> = []
    for line in FlagFile(text).lines {
      func refusal(_ reason: String) -> UsageError {
        UsageError("\(source), line \(line.number): \(reason)")
      }
      if line.name == "game" {
        guard !line.value.isEmpty else { throw refusal("game cannot be empty: game NAME") }
        words.append(line.value)
        continue
      }
      guard let flag = TournamentCommand.flags.first(where: { $0.name == line.name }) else {
        throw refusal(
          "unknown setting \(OneLine.quoting(line.name)): "
            + NearestWord.advice(
              for: line.name, among: ["game"] + flags.map(\.name), introducing: "there are"))
      }
      guard seen.insert(flag.name).inserted || flag.repeats else {
        throw refusal("--\(flag.name) is given twice")
      }
      var isOn = true
      if flag.value == nil {
        guard let choice = switches[line.value.lowercased()] else {
          throw refusal(
            "\(flag.name) cannot be \(OneLine.quoting(line.value)): it must be yes, no, true, false "
              + "or nothing, which is yes")
        }
        isOn = choice
      } else if line.value.isEmpty {
        throw refusal("--\(flag.name) cannot be empty: \(flag.heading)")
      }
      guard isOn, flag.repeats || !keys.contains("--\(flag.name)") else { continue }
      words.append("--\(flag.name)")
      if flag.value != nil { words.append(line.value) }
    }
    return words
  }

  /// What may stand behind a flag without a value in a file.
  private static let switches = ["": true, "yes": true, "true": true, "no": false, "false": false]
}
