import ArenaCore
import Evaluation
import Foundation
import Glibc
import Match
import Storage

/// The folder of a tournament: what it is, its finished games, and what came of them.
///
///     tournament.conf   the settings, as --print-config prints them
///     games.jsonl       finished games, one JSON object a line
///     standings.txt     the tables; standings.json the same for programs
///     games.sgf         the games for board viewers, where SGF has such games
///     report.html       all of it as one page
///     lock              held while a process plays here
final class TournamentFolder {
  let path: String
  /// Whether games of a pool that grew meanwhile are carried over.
  private(set) var carriesOver = false
  /// Everybody who ever took part here, by name.
  private var members: [String: Contestant] = [:]
  private var lock: Int32 = -1

  static func settingsPath(_ folder: String) -> String { folder + "/tournament.conf" }

  init(_ path: String) { self.path = path }

  deinit { if lock >= 0 { close(lock) } }

  var gamesPath: String { path + "/games.jsonl" }

  /// Takes the folder for this process, and makes sure that it holds this tournament or none.
  ///
  /// - Throws: `CommandFailure` where another process plays here; `UsageError` where the folder holds
  ///   another tournament: its players and its length may change, not what a game is.
  func open(_ settings: TournamentSettings) throws {
    lock = try WorkFolder.lock(path)
    let file = Self.settingsPath(path)
    guard access(WorkFolder.settingsPath(path), F_OK) != 0 else {
      throw UsageError("\(path) holds other work than a tournament: choose another folder")
    }
    for contestant in try settings.plan().contestants { members[contestant.name] = contestant }
    if access(file, F_OK) == 0 {
      try compare(try InputText.read(file), settings)
    } else if access(gamesPath, F_OK) == 0 {
      throw UsageError("\(path) holds games but no tournament.conf: choose another folder")
    }
    let note = carriesOver ? Self.carriedNote + "\n" : ""
    // Their games are here, whoever is left out this time.
    let listed = Set(settings.players.map(\.name))
    let others = members.values.filter { !listed.contains($0.name) }
      .map { "\(Self.memberNote)\(PlayerList.text(of: $0))\n" }.sorted().joined()
    let text = "# arena tournament \(path) goes on with it\n\(note)\(others)\(settings.text)\n"
    try DurableFile.write(Data(text.utf8), to: file)
  }

  private static let memberNote = "# took part: "
  private static let carriedNote = "# players joined later: their games were carried over"

  /// What makes a game what it is, and so cannot change between two sessions.
  private static let fixed = [
    "game", "set", "openings", "balance", "seed", "clock", "move-time", "nodes", "move-cap",
    "heed-proofs",
  ]

  private func compare(_ text: String, _ settings: TournamentSettings) throws {
    var before: [String: [String]] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let key = line.prefix { $0 != " " }
      before[String(key), default: []].append(String(line.dropFirst(key.count + 1)))
    }
    let now = Dictionary(grouping: settings.lines, by: \.key).mapValues { $0.map(\.value) }
    for key in Self.fixed where before[key] != now[key] {
      func words(_ values: [String]?) -> String {
        values.map { $0.joined(separator: " ") }.map { $0.isEmpty ? "on" : $0 } ?? "not given"
      }
      throw UsageError(
        "\(path) holds another tournament: \(key == "game" ? key : "--" + key) is "
          + "\(words(before[key])) there and \(words(now[key])) in this call; choose another folder "
          + "with --out")
    }
    carriesOver =
      settings.format.hasBound
      && (text.contains(Self.carriedNote) || before["player"] != now["player"])
    let gone = text.split(separator: "\n").filter { $0.hasPrefix(Self.memberNote) }
      .map { String($0.dropFirst(Self.memberNote.count)) }
    for text in (before["player"] ?? []) + gone {
      let other = try PlayerList.contestant(text)
      let player = settings.players.first { $0.name == other.name } ?? members[other.name]
      guard player == nil || player?.spec == other.spec else {
        throw UsageError(
          "\(path) holds another player \(OneLine.quoting(other.name)): \(other.spec); "
            + "give this one another name")
      }
      members[other.name] = other
    }
  }

  /// Writes the tables.
  func write(tables: String, json: String) throws(StorageError) {
    try DurableFile.write(Data((tables + "\n").utf8), to: path + "/standings.txt")
    try DurableFile.write(Data((json + "\n").utf8), to: path + "/standings.json")
  }

  func write(_ text: String, as name: String) throws(StorageError) {
    try DurableFile.write(Data(text.utf8), to: "\(path)/\(name)")
  }
}
