import Foundation
import Storage

/// The pages and their data: every address, what may reach it and who answers.
///
/// It lives on the thread of its event loop, and talks to the match server like any client.
final class Site: HTTPSite {
  let configuration: WebConfiguration
  let loop: EventLoop
  private let guardian: RequestGuard
  private(set) var server: HTTPServer!
  let members: Members
  let gallery: Gallery
  let desk: Desk
  let library: RunLibrary?
  let tournaments: TournamentLibrary?
  private var lastPing: Duration = .zero

  private static let routes: [Route] =
    playRoutes + recordRoutes + [
      .get("/assets/*") { site, context throws(HTTPRefusal) in
        guard let asset = PageAssets.all[context.words[0]] else { throw .notFound("such file") }
        site.server.respond(context.exchange.number, asset.response(to: context.request))
      },
      .get("/favicon.ico") { site, context throws(HTTPRefusal) in
        guard let asset = PageAssets.all["icon.svg"] else { throw .notFound("such file") }
        site.server.respond(context.exchange.number, asset.response(to: context.request))
      },
      .get("/metrics") { site, context throws(HTTPRefusal) in
        let (own, more) = (site.metrics, site.configuration.metrics)
        site.server.respond(context.exchange.number) { HTTPResponse(.metrics, own + more()) }
      },
    ]

  init(
    _ configuration: WebConfiguration, _ listener: HTTPListener, on loop: EventLoop
  ) throws(WebError) {
    self.configuration = configuration
    self.loop = loop
    guardian = RequestGuard(hosts: configuration.hosts)
    let connect = configuration.connect
    func client(_ address: String) throws -> WireClient {
      try WireClient(try connect(address), on: loop)
    }
    // Set once the server is there; nothing is sent before it runs.
    let box = ServerBox()
    members = Members(loop, connect: client) { event, readers in
      for reader in readers { box.server?.send(event.bytes, to: reader) }
    }
    func ownClient() throws -> WireClient { try client("127.0.0.1") }
    gallery = Gallery(
      loop, configuration.games, connect: ownClient,
      isHere: { box.server?.isStreaming($0) == true },
      send: { box.server?.send($0.bytes, to: $1) })
    desk = Desk(loop, connect: ownClient)
    library = configuration.runsPath.map { RunLibrary($0, configuration.games) }
    tournaments = configuration.runsPath.map {
      TournamentLibrary(root: $0, directory: configuration.games)
    }
    server = try HTTPServer(listener, on: loop, limits: configuration.limits, site: self)
    box.server = server
    loop.onTick = { [unowned self] now in sweep(at: now) }
  }

  private final class ServerBox {
    weak var server: HTTPServer?
  }

  func answer(_ request: HTTPRequest, _ exchange: HTTPExchange) {
    do throws(HTTPRefusal) {
      try guardian.check(request)
      try route(request, exchange)
    } catch {
      refuse(exchange.number, error, asPage: wantsPage(request))
    }
  }

  private func route(_ request: HTTPRequest, _ exchange: HTTPExchange) throws(HTTPRefusal) {
    var path = request.path
    let wantsData = path.last?.hasSuffix(".json") == true
    if wantsData, let last = path.popLast() {
      path += last == "index.json" && path.isEmpty ? [] : [String(last.dropLast(5))]
    }
    var isKnown = false
    for route in Self.routes {
      guard let words = route.match(path) else { continue }
      isKnown = true
      guard route.method == (request.method == .head ? .get : request.method) else { continue }
      if route.isPage && !wantsData && wantsPage(request) {
        return server.respond(exchange.number, PageAssets.shell.response(to: request))
      }
      return try route.handler(
        self, RouteContext(request: request, exchange: exchange, words: words))
    }
    guard isKnown else { throw .notFound("page of that address") }
    throw HTTPRefusal(405, "\(request.method.rawValue) means nothing here")
  }

  /// Whether a browser asks for something to show.
  private func wantsPage(_ request: HTTPRequest) -> Bool {
    guard request.path.last?.hasSuffix(".json") != true else { return false }
    let accept = request.headers["accept"] ?? "text/html"
    return accept.contains("text/html")
      || !accept.contains("json") && accept.contains("*/*")
        && request.headers["sec-fetch-mode"] == "navigate"
  }

  private func refuse(_ exchange: UInt64, _ refusal: HTTPRefusal, asPage: Bool) {
    guard asPage, refusal.status == 404 else {
      return server.respond(exchange, HTTPResponse(refusal))
    }
    var response = PageAssets.shell.response
    response.status = 404
    server.respond(exchange, response)
  }

  // MARK: Answers

  func respond(_ exchange: HTTPExchange, _ value: some Encodable, status: Int = 200) {
    server.respond(
      exchange.number, HTTPResponse(.json, value.asJSONLine, status: status))
  }

  func respond(_ exchange: HTTPExchange, _ refusal: HTTPRefusal, code: String? = nil) {
    server.respond(exchange.number, HTTPResponse(refusal, code: code))
  }

  /// Answers with what `body` finds out on another thread.
  func work(
    _ context: RouteContext, by work: HTTPServer.Work = .reading,
    _ body: @escaping @Sendable () throws -> some Encodable & Sendable
  ) {
    server.respond(context.exchange.number, by: work) {
      do { return HTTPResponse(.json, try body().asJSONLine) } catch {
        let refusal = error as? HTTPRefusal ?? HTTPRefusal(503, "\(error)")
        return HTTPResponse(refusal)
      }
    }
  }

  func streamEnded(_ exchange: UInt64) {
    gallery.readerLeft(exchange)
    members.readerLeft(exchange)
  }

  private func sweep(at now: Duration) {
    server.sweep(at: now)
    gallery.sweep()
    members.sweep()
    guard now - lastPing > .seconds(300) else { return }
    lastPing = now
    members.ping()
    gallery.ping()
  }

  /// The web part's own figures, for Prometheus.
  private var metrics: String {
    var lines: [String] = []
    func add(_ name: String, _ kind: String, _ help: String, _ value: Int) {
      lines += ["# HELP arena_web_\(name) \(help)", "# TYPE arena_web_\(name) \(kind)"]
      lines.append("arena_web_\(name) \(value)")
    }
    add("requests_total", "counter", "requests read", server.tally.requests)
    add("refused_total", "counter", "what was no request", server.tally.refused)
    add("turned_away_total", "counter", "connections beyond a limit", server.tally.turnedAway)
    lines += [
      "# HELP arena_web_responses_total answers by class of status",
      "# TYPE arena_web_responses_total counter",
    ]
    for (index, count) in server.tally.byClass.enumerated().dropFirst(2) {
      lines.append("arena_web_responses_total{class=\"\(index)xx\"} \(count)")
    }
    add("connections", "gauge", "open connections of browsers", server.connectionCount)
    add("streams", "gauge", "open streams of events", server.streamCount)
    add("members", "gauge", "browsers' sessions that are connected", members.count)
    add("tables_watched", "gauge", "tables that pages look at", gallery.feedCount)
    return lines.joined(separator: "\n") + "\n"
  }
}
