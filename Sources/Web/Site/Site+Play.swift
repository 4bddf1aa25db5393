import ArenaCore
import Match
import Storage

/// Playing and watching: sessions, commands, tables, events.
extension Site {
  static let playRoutes: [Route] = [
    .page("/") { site, context throws(HTTPRefusal) in site.showLobby(context) },
    .page("/tables") { site, context throws(HTTPRefusal) in site.showLobby(context) },
    .page("/tables/*") { site, context throws(HTTPRefusal) in
      let id = try context.number(0, of: "table")
      site.findTable(id, context) { feed in
        guard let snapshot = feed.snapshot(at: site.loop.now) else { return }
        site.respond(context.exchange, snapshot)
      }
    },
    .get("/tables/*/replay") { site, context throws(HTTPRefusal) in
      let id = try context.number(0, of: "table")
      let (games, path) = (site.configuration.games, site.configuration.gamesPath)
      site.gallery.find(id) { feed in
        let (record, isFinished) = (feed?.record, feed?.isFinished ?? true)
        site.work(context) {
          guard let record = record ?? FinishedGames(path).record(table: id) else {
            throw HTTPRefusal.notFound("game at table \(id)")
          }
          return try ReplayedGame(record, in: games, isFinished: isFinished)
        }
      }
    },
    .get("/tables/*/analysis") { site, context throws(HTTPRefusal) in try site.analyse(context) },
    .get("/games") { site, context throws(HTTPRefusal) in
      site.respond(context.exchange, site.gamesOnOffer)
    },
    .get("/session") { site, context throws(HTTPRefusal) in
      guard let member = site.members[context.request.cookie(cookieName)] else {
        return site.respond(context.exchange, Member.Summary(name: nil))
      }
      site.members.wake(member) { isHere in
        site.respond(context.exchange, isHere ? member.summary : Member.Summary(name: nil))
      }
    },
    .post("/session") { site, context throws(HTTPRefusal) in try site.enter(context) },
    .post("/session/leave") { site, context throws(HTTPRefusal) in
      site.leaveSession(context) {
        site.respond(context.exchange, Member.Summary(name: nil))
      }
    },
    .post("/actions") { site, context throws(HTTPRefusal) in try site.act(context) },
    .get("/events") { site, context throws(HTTPRefusal) in try site.stream(context) },
  ]

  static let cookieName = "arena"

  // MARK: Sessions

  private struct Login: JSONBody {
    static let keys = ["name", "password"]
    let name: String
    let password: String?
  }

  private func enter(_ context: RouteContext) throws(HTTPRefusal) {
    let login: Login = try context.request.json()
    let name = try WireWord.check(login.name, "a name", limit: 32)
    let password = try login.password.flatMap { text throws(HTTPRefusal) in
      text.isEmpty ? nil : try WireWord.check(text, "a password")
    }
    leaveSession(context) { [unowned self] in
      members.enter(name, password: password, from: context.exchange.address) {
        [unowned self] member, answer in
        guard let member else {
          return respond(context.exchange, HTTPRefusal(409, answer.text), code: answer.code)
        }
        var response = HTTPResponse(.json, member.summary.asJSONLine)
        response.headers.append(
          (
            "Set-Cookie",
            "\(Self.cookieName)=\(member.key); HttpOnly; SameSite=Strict; Path=/; Max-Age=86400"
          ))
        server.respond(context.exchange.number, response)
      }
    }
  }

  /// Ends the session of whoever asks, if there is one, and then does `body`; refused to a guest in
  /// a game, whose name nobody could take up again.
  private func leaveSession(_ context: RouteContext, _ body: @escaping () -> Void) {
    guard let member = members[context.request.cookie(Self.cookieName)] else { return body() }
    members.wake(member) { [unowned self] isHere in
      if isHere, member.summary.guest, let table = member.seats.keys.min() {
        return respond(
          context.exchange,
          HTTPRefusal(409, "\(member.name) plays at table \(table): end that game first"))
      }
      members.leave(member)
      body()
    }
  }

  // MARK: Commands

  private func act(_ context: RouteContext) throws(HTTPRefusal) {
    guard let member = members[context.request.cookie(Self.cookieName)] else {
      throw HTTPRefusal(401, "say who you are first")
    }
    let action: PageAction = try context.request.json()
    let line = try action.line()
    members.wake(member) { [unowned self] isHere in
      guard isHere else {
        return respond(context.exchange, HTTPRefusal(401, "your session is over: say who you are"))
      }
      member.send(line) { [unowned self] answer in
        if let code = answer.code {
          return respond(context.exchange, HTTPRefusal(409, answer.text), code: code)
        }
        action.note(answer, for: member)
        respond(context.exchange, ["ok": answer.words])
      }
    }
  }

  // MARK: Tables

  private func findTable(
    _ id: Int, _ context: RouteContext, _ done: @escaping (TableFeed) -> Void
  ) {
    gallery.find(id) { [unowned self] feed in
      if let feed { return done(feed) }
      let path = configuration.gamesPath
      let games = configuration.games
      work(context) {
        guard let record = FinishedGames(path).record(table: id) else {
          throw HTTPRefusal.notFound("table \(id)")
        }
        return FinishedTable(table: id, replay: try ReplayedGame(record, in: games))
      }
    }
  }

  private func analyse(_ context: RouteContext) throws(HTTPRefusal) {
    guard let analyse = configuration.analyse else { throw .notFound("analysis on this server") }
    let id = try context.number(0, of: "table")
    let ply = try context.request.value("ply").map { text throws(HTTPRefusal) in
      guard let ply = Int(text), ply >= 0 else {
        throw HTTPRefusal(400, "ply is a number of moves played")
      }
      return ply
    }
    let name = members[context.request.cookie(Self.cookieName)]?.name
    let bots = Set(configuration.bots.map { $0.name.lowercased() })
    let path = configuration.gamesPath
    gallery.find(id) { [unowned self] feed in
      let people = feed?.players.filter { !bots.contains($0.lowercased()) } ?? []
      // A game between people is theirs alone; against a bot its one person may ask.
      guard let feed, feed.result == nil, !people.isEmpty, people != [name] else {
        let record = feed?.record
        return work(context, by: .analysing) {
          guard let record = record ?? FinishedGames(path).record(table: id) else {
            throw HTTPRefusal.notFound("table \(id)")
          }
          let count = record.moves.count
          guard ply ?? 0 <= count else {
            throw HTTPRefusal(400, "ply is at most \(count), the number of moves played")
          }
          let options = Options.values(of: record.options)
          return try analyse(record.game, options, Array(record.moves.prefix(ply ?? count)))
        }
      }
      respond(
        context.exchange, HTTPRefusal(403, "a game between people is analysed when it is over"))
    }
  }

  private func stream(_ context: RouteContext) throws(HTTPRefusal) {
    let tables = context.request.values("table").compactMap { Int($0) }
    guard tables.count <= 32 else { throw HTTPRefusal(400, "a page shows at most 32 tables") }
    server.openStream(context.exchange.number)
    let reader = context.exchange.number
    guard server.isStreaming(reader) else { return }
    if let member = members[context.request.cookie(Self.cookieName)] {
      member.readers.insert(reader)
      members.wake(member) { [unowned self] isHere in
        server.send(
          ServerSentEvent("session", isHere ? member.summary : Member.Summary(name: nil)).bytes,
          to: reader)
      }
    }
    for table in tables { gallery.read(table, by: reader) }
  }

  // MARK: The lobby

  private func showLobby(_ context: RouteContext) {
    desk.ask([("tables", "table"), ("seeks", "seek"), ("players", "player")]) {
      [unowned self] result in
      switch result {
      case .failure(let refusal): respond(context.exchange, refusal)
      case .success(let lists):
        respond(
          context.exchange, LobbyPage(tables: lists[0], seeks: lists[1], players: lists[2]))
      }
    }
  }

  private var gamesOnOffer: [GameOnOffer] {
    configuration.games.entries.map { entry in
      GameOnOffer(
        name: entry.name, summary: configuration.summaries[entry.name] ?? "",
        options: entry.options.map { option in
          GameOnOffer.Option(
            name: option.name, value: option.defaultText, allowed: option.allowed,
            summary: option.summary)
        },
        bots: configuration.bots.filter { $0.game == entry.name },
        isAnalysed: configuration.analyse != nil)
    }
  }
}
