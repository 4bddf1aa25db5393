import Foundation
import Server
import Testing

@testable import Web

/// Two browsers, their sessions and whoever looks on, over real sockets.
@Suite struct PlayingTests {
  /// Ann and Bob at a table of Connect Four, Ann first, with the streams that both read.
  private func game(
    _ fixture: WebFixture
  ) throws -> (ann: Browser, bob: Browser, events: Browser, table: Int) {
    let (ann, bob) = (try fixture.browser(), try fixture.browser())
    try ann.enter("ann")
    try bob.enter("bob")
    let events = try ann.events()
    _ = try events.event("session")
    let seek = try ann.act(
      #"{"action":"seek","game":"connect-four","seat":"first","clock":"none","people":true}"#)
    let offer = try #require((try seek.json()["ok"] as? [String])?.first)
    #expect(try bob.act(#"{"action":"accept","offer":\#(offer)}"#).status == 200)
    let start = try events.event("start")
    #expect(start["seat"] as? String == "first")
    // The offer that became a game is no open one.
    #expect((try ann.get("/session").json()["offers"] as? [Int]) == [])
    return (ann, bob, events, try #require(start["table"] as? Int))
  }

  @Test func `two pages play a game, a third watches, and it can be replayed`() throws {
    let fixture = try WebFixture()
    let (ann, bob, events, table) = try game(fixture)
    let watcher = try fixture.browser().events([table])
    let before = try watcher.event("table")
    #expect(before["first"] as? String == "ann")
    #expect((before["board"] as? [String: Any])?["legal"] as? [String] == (1...7).map(String.init))
    for (ply, move) in [1, 2, 1, 2, 1, 2, 1].enumerated() {
      let mover = ply.isMultiple(of: 2) ? ann : bob
      #expect(
        try mover.act(#"{"action":"move","table":\#(table),"move":"\#(move)"}"#).status == 200)
      let moved = try watcher.event("moved")
      #expect(moved["ply"] as? Int == ply + 1)
      #expect(moved["move"] as? String == String(move))
    }
    let result = try #require(try watcher.event("result")["result"] as? [String: Any])
    #expect(result["winner"] as? String == "first")
    #expect(try events.event("over")["table"] as? Int == table)
    let replay = try bob.get("/tables/\(table)/replay").json()
    let cells = try #require(replay["cells"] as? [String])
    #expect(cells.count == 8)
    #expect(cells.first == String(repeating: ".", count: 42))
    #expect(cells.last?.filter { $0 == "x" }.count == 4)
    // Both may have another one.
    #expect(try bob.act(#"{"action":"rematch","table":\#(table)}"#).status == 200)
    let challenge = try events.event("challenge")
    #expect(challenge["from"] as? String == "bob")
    #expect(challenge["seat"] as? String == "first")
    // Whoever asks for what the other has asked for already plays it.
    #expect(try ann.act(#"{"action":"rematch","table":\#(table)}"#).status == 200)
    #expect(try events.event("start")["seat"] as? String == "second")
  }

  @Test func `players talk, and take moves back where both agree`() throws {
    let fixture = try WebFixture()
    let (ann, bob, _, table) = try game(fixture)
    let watcher = try fixture.browser().events([table])
    #expect(try watcher.event("table")["ply"] as? Int == 0)
    func act(_ browser: Browser, _ json: String) throws {
      let reply = try browser.act("{\"table\":\(table),\(json)}")
      #expect(reply.status == 200, "\(json): \(reply.body)")
    }
    try act(bob, #""action":"say","text":"good luck <b>  you""#)
    let remark = try watcher.event("said")
    #expect(remark["name"] as? String == "bob")
    #expect(remark["text"] as? String == "good luck <b> you")
    try act(ann, #""action":"move","move":"4""#)
    try act(bob, #""action":"move","move":"3""#)
    try act(ann, #""action":"takeback""#)
    #expect(try watcher.event("takeback")["seat"] as? String == "first")
    #expect(try ann.get("/tables/\(table)").json()["takebackOfferedBy"] as? String == "first")
    try act(bob, #""action":"takeback""#)
    let back = try watcher.event("table")
    #expect(back["ply"] as? Int == 0 && back["turn"] as? String == "first")
    #expect(back["takebackOfferedBy"] == nil)
    #expect((back["remarks"] as? [[String: Any]])?.count == 1)
    try act(ann, #""action":"move","move":"1""#)
    #expect(try watcher.event("moved")["ply"] as? Int == 1)
    #expect(try ann.act(#"{"action":"claim","table":\#(table)}"#).status == 409)
    try act(bob, #""action":"abort""#)
    let result = try watcher.event("result")["result"] as? [String: Any]
    #expect(result?["winner"] as? String == "none")
    #expect(try ann.act(#"{"action":"say","table":\#(table),"text":"a\nb"}"#).status == 400)
  }

  @Test func `players read nothing that watchers say`() throws {
    let fixture = try WebFixture()
    let (_, bob, _, table) = try game(fixture)
    let eve = try LineClient(host: "127.0.0.1", port: fixture.server.port)
    for line in ["protocol 2", "hello eve", "watch \(table)"] {
      try eve.send(line)
      while try !eve.readLine().hasPrefix("ok ") {}
    }
    let events = try bob.events([table])
    _ = try events.event("table")
    try eve.send("say \(table) play 4")
    while try !eve.readLine().hasPrefix("said ") {}
    #expect(try bob.act(#"{"action":"say","table":\#(table),"text":"hm"}"#).status == 200)
    #expect(try events.event("said")["text"] as? String == "hm")
  }

  @Test func `what the server refuses is said with its code, and changes nothing`() throws {
    let fixture = try WebFixture()
    let (ann, bob, _, table) = try game(fixture)
    func code(_ reply: Browser.Reply) throws -> String? {
      (try reply.json()["error"] as? [String: Any])?["code"] as? String
    }
    #expect(try code(ann.act(#"{"action":"move","table":\#(table),"move":"9"}"#)) == "illegal-move")
    #expect(
      try code(bob.act(#"{"action":"move","table":\#(table),"move":"1"}"#)) == "not-your-turn")
    #expect(try code(bob.act(#"{"action":"accept","offer":99}"#)) == "no-such-offer")
    #expect(try code(fixture.browser().post("/session", #"{"name":"ann"}"#)) == "name-taken")
    #expect(try code(ann.act(#"{"action":"seek","game":"chess"}"#)) == "unknown-game")
    #expect(try ann.get("/tables/\(table)").json()["ply"] as? Int == 0)
    #expect(try ann.get("/tables/77").status == 404)
  }

  @Test(arguments: [
    #"{"action":"move","table":1,"move":"1\nresign 1"}"#,
    #"{"action":"move","table":1,"move":"1 2"}"#,
    #"{"action":"move","table":1,"move":""}"#, #"{"action":"move","table":1}"#,
    #"{"action":"seek","game":"go-lite people"}"#, #"{"action":"quit"}"#, #"{"action":7}"#, "[]",
    "", "{",
    #"{"action":"seek","game":"go-lite","options":{"size":"7 people"}}"#,
    #"{"action":"challenge","player":"bob\r","game":"go-lite"}"#,
    #"{"action":"accept","offer":-1}"#,
    #"{"action":"accept","offer":1e99}"#,
  ])
  func `no words of a page become other commands`(_ body: String) throws {
    let fixture = try WebFixture()
    let ann = try fixture.browser()
    try ann.enter("ann")
    #expect(try ann.act(body).status == 400)
    #expect(try ann.get("/session").json()["name"] as? String == "ann")
  }

  @Test func `a session belongs to whoever holds its cookie`() throws {
    let fixture = try WebFixture()
    let (ann, _, events, table) = try game(fixture)
    let stranger = try fixture.browser()
    let move = #"{"action":"move","table":\#(table),"move":"1"}"#
    #expect(try stranger.act(move).status == 401)
    stranger.cookie = "0000"
    #expect(try stranger.act(move).status == 401)
    #expect(try stranger.get("/session").json()["name"] == nil)
    #expect(try ann.act(move).status == 200)
    // Nobody could take a guest's name up again.
    for (path, body) in [("/session/leave", "{}"), ("/session", #"{"name":"eve"}"#)] {
      let reply = try ann.post(path, body)
      #expect(reply.status == 409 && reply.body.contains("ann plays at table \(table)"))
    }
    #expect(try ann.get("/session").json()["name"] as? String == "ann")
    #expect(try ann.act(#"{"action":"resign","table":\#(table)}"#).status == 200)
    _ = try events.event("over")
    #expect(try ann.post("/session/leave", "{}").status == 200)
    #expect(try ann.act(move).status == 401)
  }

  @Test func `nobody gets advice in a game between people before it is over`() throws {
    func fixture(_ bots: [String]) throws -> WebFixture {
      try WebFixture { configuration in
        configuration.bots = bots.map { WebBot(name: $0, game: "connect-four", options: [:]) }
        configuration.analyse = { game, _, moves in
          var analysis = PageAnalysis()
          analysis.line = [game] + moves
          return analysis
        }
      }
    }
    let people = try fixture([])
    let (ann, bob, _, table) = try game(people)
    let stranger = try people.browser()
    for browser in [ann, bob, stranger] {
      #expect(try browser.get("/tables/\(table)/analysis").status == 403)
    }
    #expect(try stranger.get("/tables/99/analysis").status == 404)
    try ann.act(#"{"action":"move","table":\#(table),"move":"4"}"#)
    try bob.act(#"{"action":"resign","table":\#(table)}"#)
    // The pages hear of the end a moment after the player.
    for _ in 0..<500 {
      guard try bob.get("/tables/\(table)/analysis").status == 403 else { break }
      usleep(20_000)
    }
    for (query, line) in [("", ["connect-four", "4"]), ("?ply=0", ["connect-four"])] {
      let analysis = try bob.get("/tables/\(table)/analysis\(query)").json()
      #expect(analysis["line"] as? [String] == line)
    }
    for ply in ["-1", "abc", "2", "99999999999999999999"] {
      #expect(try bob.get("/tables/\(table)/analysis?ply=\(ply)").status == 400, "\(ply)")
    }
    // Against a house bot its one opponent may ask, and nobody else.
    let house = try fixture(["Bob"])
    let (player, _, _, other) = try game(house)
    #expect(try player.get("/tables/\(other)/analysis").status == 200)
    #expect(try house.browser().get("/tables/\(other)/analysis").status == 403)
  }

  @Test func `a game that is not over is replayed without a result`() throws {
    let fixture = try WebFixture()
    let (ann, bob, _, table) = try game(fixture)
    let watcher = try fixture.browser().events([table])
    _ = try watcher.event("table")
    try ann.act(#"{"action":"move","table":\#(table),"move":"4"}"#)
    _ = try watcher.event("moved")
    let running = try bob.get("/tables/\(table)/replay").json()
    #expect(running["moves"] as? [String] == ["4"])
    #expect(running["cause"] == nil && running["reason"] == nil)
    try bob.act(#"{"action":"resign","table":\#(table)}"#)
    _ = try watcher.event("result")
    let finished = try bob.get("/tables/\(table)/replay").json()
    #expect(finished["cause"] as? String == "resignation")
  }

  @Test(arguments: [
    (#"{"action":"seek","game":"hex","size":3}"#, "there is no key 'size': keys are action, game"),
    (#"{"action":"seek","game":"hex","options":"size=3"}"#, "'options' must be an object"),
    (#"{"action":"seek","game":"hex","options":{"size":3}}"#, "must be text in quotes"),
    (#"{"action":"seek","game":"hex","clock":60}"#, "'clock' must be text in quotes"),
    (#"{"action":"accept","offer":"1"}"#, "'offer' must be a whole number"),
    (#"{"action":"accept"}"#, "accept needs the number of the offer"),
    (#"{"game":"hex"}"#, "the key action is missing"), ("[]", "the body must be an object"),
    ("{", "the body is no JSON"),
  ])
  func `a refused body is told what is wrong with it`(_ body: String, _ text: String) throws {
    let fixture = try WebFixture()
    let ann = try fixture.browser()
    try ann.enter("ann")
    let reply = try ann.act(body)
    let error = try reply.json()["error"] as? [String: Any]
    #expect(reply.status == 400 && (error?["text"] as? String)?.contains(text) == true, "\(reply)")
    #expect(try ann.get("/session").json()["offers"] as? [Int] == [])
  }

  @Test func `a page ignores a player until it says otherwise`() throws {
    let fixture = try WebFixture()
    let (ann, bob) = (try fixture.browser(), try fixture.browser())
    try ann.enter("ann")
    try bob.enter("bob")
    let challenge = #"{"action":"challenge","player":"ann","game":"hex"}"#
    let steps: [(String, [String], Int)] = [("ignore", ["bob"], 409), ("unignore", [], 200)]
    for (action, ignored, status) in steps {
      #expect(try ann.act(#"{"action":"\#(action)","player":"bob"}"#).status == 200)
      #expect(try ann.get("/session").json()["ignored"] as? [String] == ignored)
      #expect(try bob.act(challenge).status == status)
    }
  }

  @Test func `the lobby, the ladder and a player are lists of the server`() throws {
    let fixture = try WebFixture()
    let (ann, bob, _, table) = try game(fixture)
    let lobby = try ann.get("/").json()
    #expect((lobby["tables"] as? [[String: Any]])?.first?["table"] as? Int == table)
    #expect((lobby["players"] as? [[String: Any]])?.count == 2)
    #expect(try bob.act(#"{"action":"resign","table":\#(table)}"#).status == 200)
    // Lists are asked for at most once a second.
    Thread.sleep(forTimeInterval: 1.1)
    let ladder = try ann.get("/ladder/connect-four").json()
    let places = try #require(ladder["places"] as? [[String: Any]])
    #expect(places.map { $0["name"] as? String } == ["ann", "bob"])
    #expect(places[0]["wins"] as? Int == 1)
    let player = try ann.get("/players/bob").json()
    #expect((player["ratings"] as? [[String: Any]])?.count == 1)
    #expect(try ann.get("/players/nobody").status == 404)
    #expect(try ann.get("/ladder/chess").status == 404)
    #expect(try ann.get("/metrics").body.contains("arena_web_members 2"))
  }
}
