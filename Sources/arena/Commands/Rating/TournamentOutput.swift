import ArenaCore
import Evaluation
import Foundation
import Match
import Training

/// What a tournament leaves in its folder besides records and tables: the games in SGF and a page.
struct TournamentOutput {
  /// A page of more games is slow to open.
  private static let gamesOnPage = 3000
  private static let gamesInSGF = 20_000

  private let settings: TournamentSettings
  private let contestants: [Contestant]
  private let result: TournamentResult
  private let table: CrossTable
  private let room: any MatchRoom

  init(
    _ settings: TournamentSettings, _ contestants: [Contestant], _ result: TournamentResult,
    _ table: CrossTable, _ room: any MatchRoom
  ) {
    self.settings = settings
    self.contestants = contestants
    self.result = result
    self.table = table
    self.room = room
  }

  func write(to folder: TournamentFolder) throws {
    if let text = try sgf() { try folder.write(text, as: "games.sgf") }
    // Evenly taken, so that every pair is there.
    let count = result.standings.gameCount
    let games = try result.records(
      step: max(1, (count + Self.gamesOnPage - 1) / Self.gamesOnPage), limit: Self.gamesOnPage)
    var page = TournamentPage(
      title: "\(settings.game): \((folder.path as NSString).lastPathComponent)",
      settings: settings.text, table: table)
    if let ranking = result.ranking {
      let names = result.standings.names
      page.ranking =
        [["", ranking.title] + ranking.headings]
        + ranking.rows.enumerated().map { [String($0 + 1), names[$1.player]] + $1.cells }
    }
    page.checkpoints = contestants.compactMap(Self.checkpoint)
    page.games = games.map { TournamentPage.Game($0, film: room.film(of: $0)) }
    page.omitted = count - page.games.count
    page.look =
      GameRecord.gamesOnCrossings.contains(settings.game)
      ? .points : settings.game == "hex" ? .hexes : .squares
    try folder.write(page.html, as: "report.html")
  }

  /// The games in SGF, a piece at a time; nil where it has no such game.
  private func sgf() throws -> String? {
    var text: String? = ""
    try result.forEachPiece(limit: Self.gamesInSGF) { games in
      text = room.sgf(of: games).flatMap { part in text.map { $0 + part } }
    }
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// How long a player's network was trained; nil where it has none, or its run does not tell.
  private static func checkpoint(of contestant: Contestant) -> TournamentPage.Checkpoint? {
    guard let run = contestant.spec.options["run"], let folder = try? RunFolder(opening: run),
      let number = try? folder.checkpoint(
        named: contestant.spec.options["checkpoint"] ?? "best"),
      let model = try? folder.readLedger().models.first(where: { $0.number == number })
    else { return nil }
    return TournamentPage.Checkpoint(
      player: contestant.name, run: run, minutes: model.seconds / 60)
  }
}
