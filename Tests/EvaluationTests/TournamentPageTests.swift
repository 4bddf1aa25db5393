import ArenaCore
import Foundation
import Match
import Testing

@testable import Evaluation

/// The page of a tournament: whole, escaped, without anything from outside.
@Suite struct TournamentPageTests {
  private static let evil = "</script><script>alert('\"&x')</script>"

  private static var page: TournamentPage {
    let records = (0..<6).map { game in
      GameRecord(
        game: "g", first: game.isMultiple(of: 2) ? evil : "b",
        second: game.isMultiple(of: 2) ? "b" : evil, moves: [],
        outcome: Outcome(winner: game < 4 ? .first : nil, reason: "<i>\u{2028}\\"), cause: .rules)
    }
    let table = CrossTable(Standings(names: [evil, "b"], records: records))
    var page = TournamentPage(title: evil, settings: "player \(evil)", table: table)
    page.games = records.map { TournamentPage.Game($0, film: nil) }
    page.checkpoints = [
      .init(player: evil, run: evil, minutes: 1), .init(player: "b", run: evil, minutes: 2),
    ]
    page.ranking = [["", evil], ["1", evil]]
    return page
  }

  @Test func `what comes from outside is escaped wherever it stands`() {
    let html = Self.page.html
    #expect(!html.contains("alert('\"&x')"))
    #expect(!html.contains("<i>\u{2028}"))
    // The page's own two scripts and no third.
    #expect(html.components(separatedBy: "<script").count == 3)
    #expect(html.components(separatedBy: "</script").count == 3)
    #expect(html.contains("&lt;/script&gt;&lt;script&gt;alert(&#39;&quot;&amp;x&#39;)"))
  }

  @Test func `the games are JSON that says what the records say`() throws {
    let html = Self.page.html
    let start = try #require(html.range(of: "id=\"data\">"))
    let end = try #require(html[start.upperBound...].range(of: "</script>"))
    let json = try JSONSerialization.jsonObject(
      with: Data(html[start.upperBound..<end.lowerBound].utf8))
    let data = try #require(json as? [String: Any])
    #expect(Set(data["names"] as? [String] ?? []) == [Self.evil, "b"])
    let games = try #require(data["games"] as? [[Any]])
    #expect(games.count == 6 && games[0][3] as? String == "<i>\u{2028}\\")
    #expect(games.map { $0[2] as? Int } == [1, 1, 1, 1, 0, 0])
  }

  @Test func `elements are closed that are opened`() {
    let html = Self.page.html
    for tag in ["section", "table", "tr", "td", "ol", "ul", "li", "svg", "main", "select", "div"] {
      let opened =
        html.components(separatedBy: "<\(tag)>").count
        + html.components(separatedBy: "<\(tag) ").count
      #expect(opened - 1 == html.components(separatedBy: "</\(tag)>").count, "\(tag)")
    }
  }
}
