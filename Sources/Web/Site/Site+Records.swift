import ArenaCore
import Match

/// Reading: ladders, players, runs, tournaments.
extension Site {
  static let recordRoutes: [Route] = [
    .page("/ladder") { site, context throws(HTTPRefusal) in site.showLadder(of: nil, context) },
    .page("/ladder/*") { site, context throws(HTTPRefusal) in
      let game = context.words[0]
      guard site.configuration.games[game] != nil else { throw .notFound("game of that name") }
      site.showLadder(of: game, context)
    },
    .page("/players/*") { site, context throws(HTTPRefusal) in try site.showPlayer(context) },
    .page("/runs") { site, context throws(HTTPRefusal) in
      let library = try site.runs()
      site.work(context) { library.list() }
    },
    .page("/runs/*") { site, context throws(HTTPRefusal) in
      let (library, name) = (try site.runs(), context.words[0])
      site.work(context) { try library.details(name) }
    },
    .get("/runs/*/games/*") { site, context throws(HTTPRefusal) in
      let (library, name) = (try site.runs(), context.words[0])
      let checkpoint = try context.number(1, of: "checkpoint")
      site.work(context) { try library.games(name, checkpoint: checkpoint) }
    },
    .page("/compare") { site, context throws(HTTPRefusal) in
      let (library, names) = (try site.runs(), context.request.values("run"))
      guard names.count <= 12 else { throw HTTPRefusal(400, "at most 12 runs are compared") }
      site.work(context) { try names.map { try library.details($0) } }
    },
    .page("/tournaments") { site, context throws(HTTPRefusal) in
      let library = try site.tournamentFiles()
      site.work(context) { library.entries }
    },
    .page("/tournaments/*") { site, context throws(HTTPRefusal) in
      let (library, name) = (try site.tournamentFiles(), context.words[0])
      site.work(context) { try library.page(name) }
    },
    .get("/tournaments/*/games/*") { site, context throws(HTTPRefusal) in
      let (library, name) = (try site.tournamentFiles(), context.words[0])
      let number = try context.number(1, of: "game")
      site.work(context) { try library.game(number, of: name) }
    },
  ]

  private func runs() throws(HTTPRefusal) -> RunLibrary {
    guard let library else { throw Self.noFolder }
    return library
  }

  private func tournamentFiles() throws(HTTPRefusal) -> TournamentLibrary {
    guard let tournaments else { throw Self.noFolder }
    return tournaments
  }

  private static let noFolder = HTTPRefusal(
    404, "this server shows no runs: start it with --runs FOLDER")

  // MARK: Ladders

  private func showLadder(of game: String?, _ context: RouteContext) {
    let command = game.map { "ratings \($0)" } ?? "ratings"
    let path = configuration.gamesPath
    let seen = gallery.records.map { FinishedGames.Entry(table: $0.table, record: $0.record) }
    desk.ask(command, list: "rating") { [unowned self] result in
      switch result {
      case .failure(let refusal): respond(context.exchange, refusal)
      case .success(let lines):
        work(context) {
          LadderPage(
            lines, game: game,
            games: Self.games(
              path, seen, limit: 10_000, having: game.map { "\"game\":\"\($0)\"" } ?? ""
            ) { entry in game == nil || entry.record.game == game })
        }
      }
    }
  }

  private func showPlayer(_ context: RouteContext) throws(HTTPRefusal) {
    let name = context.words[0]
    let path = configuration.gamesPath
    let seen = gallery.records.map { FinishedGames.Entry(table: $0.table, record: $0.record) }
    desk.ask([("ratings", "rating"), ("players", "player")]) { [unowned self] result in
      switch result {
      case .failure(let refusal): respond(context.exchange, refusal)
      case .success(let lists):
        work(context) {
          let games = Self.games(path, seen, limit: 500) { entry in
            [entry.record.first, entry.record.second].contains {
              $0.lowercased() == name.lowercased()
            }
          }
          return try PlayerPage(name, ratings: lists[0], players: lists[1], games: games)
        }
      }
    }
  }

  /// Finished games, latest first: of the server's file, and those that were watched where it has
  /// none.
  private static func games(
    _ path: String?, _ seen: [FinishedGames.Entry], limit: Int,
    having word: String = "", where isWanted: (FinishedGames.Entry) -> Bool
  ) -> [FinishedGames.Entry] {
    let kept = FinishedGames(path).entries(limit: limit, having: word, where: isWanted)
    let known = Set(kept.map(\.table))
    return (seen.filter { !known.contains($0.table) && isWanted($0) } + kept)
      .sorted { $0.table > $1.table }
  }
}
