import Environments
import Foundation
import Match
import Testing
import Training

@testable import Web

/// Pages about runs and tournaments, and the report, made of files.
@Suite final class RunPagesTests {
  private let root = FileManager.default.temporaryDirectory.appending(
    path: "arena-web-\(UUID().uuidString)"
  ).path
  private let games = GameDirectory([.init(ConnectFour.self), .init(GoLite.self)])

  init() throws {
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  private func write(_ text: String, _ path: String) throws {
    let path = "\(root)/\(path)"
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private func makeRun(_ name: String, agent: String = "alphazero") throws {
    try write(
      #"{"agent":"\#(agent)","agentOptions":{"games":"64"},"environment":"connect-four","#
        + #""environmentOptions":{},"format":3,"seed":7}"#, "\(name)/run.json")
    try write(
      """
      {"steps":0,"episodes":0,"updates":0,"seconds":1,"checkpoint":0,"rating":800,"rating_margin":90}
      {"steps":100,"episodes":10,"updates":1,"seconds":5,"policy":1.5,"value":"nan"}
      damaged
      {"steps":200,"episodes":20,"updates":2,"seconds":9,"checkpoint":1,"rating":900,"rating_margin":80}

      """, "\(name)/metrics.jsonl")
    try write("2026-01-01T00:00:00Z 0:09  steps 200  left 1:02:03\n", "\(name)/log.txt")
    try write("", "\(name)/lock")
    try write("", "\(name)/checkpoints/000001.safetensors")
    try write(record(["1", "2", "1"]).jsonLine + "\n", "\(name)/games/000001.jsonl")
  }

  private func record(_ moves: [String], first: String = "a", second: String = "b") -> GameRecord {
    GameRecord(
      game: "connect-four", first: first, second: second, moves: moves,
      outcome: .init(winner: .first, reason: "four in a row"), cause: .rules)
  }

  @Test func `a run is summed up from its files`() throws {
    try makeRun("first")
    try makeRun("deep/er/second")
    try write("{}", "broken/run.json")
    let library = RunLibrary(root, games)
    #expect(library.names == ["broken", "deep/er/second", "first"])
    let list = library.list()
    #expect(list.unreadable.map(\.name) == ["broken"])
    let run = try #require(list.runs.last)
    #expect(run.name == "first")
    #expect(run.score == 900 && run.margin == 80)
    #expect(run.sparkline == [800, 900])
    #expect(run.steps == 200 && run.episodes == 20 && run.seconds == 9)
    #expect(run.seed == 7 && run.checkpoints == 1)
    #expect(!run.isTraining && run.left == nil)
    #expect(run.age < 60)
    let details = try library.details("first")
    #expect(details.metrics.rounds["policy"] == [1.5])
    #expect(details.metrics.rounds["value"] == [])
    #expect(details.metrics.checkpoints["steps"] == [0, 200])
    #expect(details.games == [1])
    #expect(try library.games("first", checkpoint: 1).first?.cells.count == 4)
    #expect(RunFiles("\(root)/first").left == 3723)
  }

  @Test func `a figure too large for a count is none`() throws {
    try makeRun("first")
    try write(#"{"steps":1e300,"episodes":2.6,"updates":1}"# + "\n", "first/metrics.jsonl")
    let run = try #require(RunLibrary(root, games).list().runs.first)
    #expect(run.steps == 0 && run.episodes == 3)
  }

  @Test(arguments: ["..", "../first", "/etc", "first/../first", "", "first/", "none", "."])
  func `a name leads to no other folder`(_ name: String) throws {
    try makeRun("first")
    let library = RunLibrary(root + "/first/../first/..", games)
    #expect(throws: HTTPRefusal.self) { try library.details(name) }
    #expect(throws: HTTPRefusal.self) {
      try TournamentLibrary(root: root, directory: games).page(name)
    }
  }

  @Test func `a run that a process holds is in training`() throws {
    try makeRun("first")
    #expect(!RunFiles("\(root)/first").isLocked)
    let file = open("\(root)/first/lock", O_RDWR)
    defer { close(file) }
    #expect(flock(file, LOCK_EX | LOCK_NB) == 0)
    #expect(RunFiles("\(root)/first").isLocked)
    #expect(RunLibrary(root, games).list().runs.first?.left == 3723)
  }

  @Test func `a tournament is its records, however far they are written`() throws {
    try makeRun("first")
    var lines = [record(["1"]), record(["2"], first: "b", second: "a"), record(["3"])].map(
      \.jsonLine)
    lines.insert("damaged", at: 1)
    try write(lines.joined(separator: "\n") + "\n{\"half", "cups/one.jsonl")
    try write("{\"steps\":1}\n", "cups/other.jsonl")
    let library = TournamentLibrary(root: root, directory: games)
    try write(lines[0] + "\n", "open/games.jsonl")
    #expect(library.entries.map(\.name) == ["cups/one", "open"])
    #expect(library.entries.allSatisfy { $0.age < 60 })
    #expect(try library.page("open").count == 1)
    let page = try library.page("cups/one")
    #expect(page.count == 3)
    // A game is named by its line, whatever lines before it are.
    #expect(page.games.map(\.number) == [4, 3, 1])
    #expect(try library.game(3, of: "cups/one").moves == ["2"])
    for number in [0, 2, 5, 6] {
      #expect(throws: HTTPRefusal.self) { try library.game(number, of: "cups/one") }
    }
    #expect(page.table?.rows.map(\.name) == ["a", "b"])
    #expect(page.table?.rows.first?.total.wins == 2)
  }

  @Test func `a report is one file that names no other, and what runs say stays text`() throws {
    try makeRun("first", agent: "</script><script>alert(1)</script>")
    try makeRun("second")
    let report = try RunReport(
      ["\(root)/first", "\(root)/second"], about: .init(version: "1", machine: "a <b>"),
      games: games, command: { "arena train \($0.environment)" },
      annotate: { _, game in (0...game.moves.count).map { _ in PageAnalysis() } })
    let html = report.html
    #expect(html.components(separatedBy: "</script>").count == 3)
    #expect(!html.contains("<script>alert"))
    #expect(html.contains("arena train connect-four"))
    #expect(!html.contains("src=") && !html.contains("<link"))
    let start = try #require(html.range(of: "id=\"data\">")).upperBound
    let end = try #require(html.range(of: "</script>", range: start..<html.endIndex)).lowerBound
    let data =
      try JSONSerialization.jsonObject(with: Data(html[start..<end].utf8)) as? [String: Any]
    let runs = try #require(data?["runs"] as? [[String: Any]])
    #expect(runs.count == 2)
    let sample = try #require(
      (runs[0]["games"] as? [[String: Any]])?.first?["game"] as? [String: Any])
    #expect((sample["analysis"] as? [Any])?.count == 4)
    #expect(throws: RunError.self) {
      try RunReport(
        ["\(root)/none"], about: .init(version: "1", machine: ""), games: games,
        command: { _ in "" })
    }
  }

  @Test func `pages ask for nothing of other hosts, and all that they name is there`() throws {
    let shell = String(decoding: PageAssets.shell.response.body, as: UTF8.self)
    let names = shell.matches(of: /(?:src|href)="\/assets\/([^"]+)"/).map { String($0.1) }
    #expect(names.count > 5)
    for name in names { #expect(PageAssets.all[name] != nil, "\(name)") }
    for (name, asset) in PageAssets.all {
      let text = String(decoding: asset.response.body, as: UTF8.self)
      let hosts = text.matches(of: /(?:https?:)?\/\/[a-z0-9.-]+\.[a-z]+/).map { String($0.0) }
      #expect(hosts.filter { !$0.hasSuffix("www.w3.org") } == [], "\(name)")
      #expect(!text.contains("innerHTML"), "\(name) makes markup of text")
    }
  }
}
