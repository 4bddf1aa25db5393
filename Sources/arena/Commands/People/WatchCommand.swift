import ArenaCore
import Catalog
import Match

enum WatchCommand: Command {
  static let name = "watch"
  static let summary = "shows a running game of a match server, move by move"
  static let usage = "HOST:PORT [TABLE]"
  static let flags: [Flag] = [
    Flag("moves", "prints the moves alone, without the board")
  ]
  static let printsResult = true
  static let details = """
    Without TABLE it lists the games that are running. It ends with the game.

      arena watch localhost:7777
      arena watch localhost:7777 3
    """

  static func run(_ arguments: Arguments) throws {
    let isList = arguments.words.count < 2
    let words = isList ? try arguments.take("HOST:PORT") : try arguments.take("HOST:PORT", "TABLE")
    let (host, port) = try ServerAddress.parse(words[0])
    var server = try ServerTalk(host: host, port: port)
    defer { try? server.send("quit") }
    if isList { return try list(&server) }
    guard let table = Int(words[1]), table > 0 else {
      throw UsageError(
        "'\(words[1])' is no TABLE: it must be a number that arena watch \(words[0]) lists")
    }
    try watch(table, &server, showsBoard: !arguments.has("moves"))
  }

  private static func list(_ server: inout ServerTalk) throws {
    try server.send("tables")
    var rows = [["table", "game", "board", "clock", "first", "second", "move"]]
    while !server.unanswered.isEmpty {
      let line = try server.next().line
      let words = line.split(separator: " ").map(String.init)
      if words.first == "table", words.count == 8 { rows.append(Array(words.dropFirst())) }
    }
    guard rows.count > 1 else { return print("no game is running") }
    for line in Text.table(rows, left: [1, 2, 4, 5]) { print(line) }
  }

  private static func watch(
    _ table: Int, _ server: inout ServerTalk, showsBoard: Bool
  ) throws {
    try server.send("watch \(table)")
    var session: (any GameSession)?
    let screen = Screen.current
    func show() {
      guard showsBoard, let session else { return }
      print()
      for line in BoardView(session, on: screen).lines() { print(line) }
    }
    while true {
      let words = try server.next().line.split(separator: " ").map(String.init)
      guard words.count > 1, words[1] == "\(table)" else { continue }
      switch words[0] {
      case "start" where words.count == 8:
        session = try Catalog.game(words[2]).session(Options.values(of: words[3]))
        say("\(words[2]): \(words[5]) (first) against \(words[6]) (second), clock \(words[4])")
      case "state" where words.count >= 6:
        session?.reset()
        for move in words.dropFirst(6) { try session?.play(notation: move) }
        show()
      case "moved" where words.count >= 8:
        try session?.play(notation: words[4])
        say("\(words[2]). \(words[3]) \(words[4])\(clocks(words[6], words[7]))")
        show()
      case "result":
        return say("result: \(words.dropFirst(2).joined(separator: " "))")
      default: break
      }
    }
  }

  private static func clocks(_ first: String, _ second: String) -> String {
    // Of a Canadian period, `MS/MOVES`, the time alone is shown.
    let left = [first, second].compactMap { Double($0.prefix { $0 != "/" }) }
    return left.count == 2 ? "   \(Text.clock(left[0] / 1000)) \(Text.clock(left[1] / 1000))" : ""
  }
}
