import Environments
import Glibc
import Match
import Testing

@testable import Web

/// Who looks at a table, with the match server played by the test.
@Suite struct GalleryTests {
  /// A gallery whose one connection leads here.
  private final class Stage {
    let loop: EventLoop
    private(set) var gallery: Gallery!
    private var client: WireClient?
    private var server: Int32 = -1
    /// Readers whose streams are open.
    var present: Set<UInt64> = [1, 2]
    private(set) var told: [UInt64: [String]] = [:]

    init() throws {
      loop = try EventLoop()
      gallery = Gallery(
        loop, GameDirectory([.init(ConnectFour.self)]),
        connect: { [unowned self] in
          var ends: [Int32] = [0, 0]
          #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
          server = ends[1]
          let client = try WireClient(ends[0], on: loop)
          self.client = client
          say("arena 1 - hello")
          return client
        },
        isHere: { [unowned self] in present.contains($0) },
        send: { [unowned self] event, reader in
          let name = String(decoding: event.bytes.prefix { $0 != 10 }, as: UTF8.self)
          told[reader, default: []].append(String(name.dropFirst("event: ".count)))
        })
    }

    deinit { close(server) }

    /// The server says these lines and the gallery hears them.
    func say(_ lines: String...) {
      let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
      #expect(send(server, bytes, bytes.count, 0) == bytes.count)
      client?.ready(canRead: true, canWrite: false)
    }
  }

  private static let table = [
    "ok protocol 2", "watching 7 connect-four - none - ann bob", "state 7 0 first none - -",
    "ok watch 7",
  ]

  @Test func `who leaves before the table is known is told nothing and keeps nothing`() throws {
    let stage = try Stage()
    for reader in [1, 2] as [UInt64] { stage.gallery.read(7, by: reader) }
    stage.present = [2]
    stage.gallery.readerLeft(1)
    for line in Self.table { stage.say(line) }
    stage.say("moved 7 1 first 4 second - -")
    #expect(stage.told == [2: ["table", "moved"]])
  }

  /// Tells a feed of Connect Four a line of the server.
  private static func take(_ line: String, into feed: TableFeed) {
    let games = GameDirectory([.init(ConnectFour.self)])
    _ = feed.take(line.split(separator: " ").map(String.init), in: games, at: .zero)
  }

  @Test func `a Canadian period's time is shown without its moves`() throws {
    let feed = TableFeed(7, at: .zero)
    func take(_ line: String) { Self.take(line, into: feed) }
    take("watching 7 connect-four - 300+5x30 - ann bob")
    take("state 7 0 first stands 450000 30000/5")
    #expect(feed.snapshot(at: .zero)?.time == [450000, 30000])
    #expect(feed.snapshot(at: .seconds(9))?.time == [450000, 30000], "it stands")
    take("moved 7 1 first 4 second 29000/4 30000/5")
    #expect(feed.snapshot(at: .seconds(1))?.time == [29000, 29000], "it runs")
    take("clock 7 stands 29000/4 28500/5")
    #expect(feed.snapshot(at: .seconds(1))?.time == [29000, 28500])
  }

  @Test(arguments: [("none", "none - -"), ("60", "runs 60000 60000")])
  func `no time runs without a clock, nor once the game is over`(
    _ clock: String, _ time: String
  ) throws {
    let feed = TableFeed(7, at: .zero)
    func take(_ line: String) { Self.take(line, into: feed) }
    take("watching 7 connect-four - \(clock) cap=9 ann bob")
    take("state 7 0 first \(time)")
    let isTimed = clock != "none"
    #expect(feed.snapshot(at: .zero)?.isRunning == isTimed)
    take("moved 7 1 first 4 second \(isTimed ? "60000 60000" : "- -")")
    #expect(feed.snapshot(at: .zero)?.isRunning == isTimed)
    #expect(feed.snapshot(at: .zero)?.rules == "cap=9")
    #expect(!feed.isFinished)
    take("result 7 second resignation 0-1 - first resigned")
    #expect(feed.snapshot(at: .zero)?.isRunning == false)
    #expect(feed.isFinished)
  }
}
