import Foundation
import Testing

/// How `arena serve --bot` names bots and their boards.
@Suite struct HouseBotCallTests {
  @Test(arguments: [
    ("connect-four", "it names no player"), ("=random", "it names no player"),
    ("go-lite,size=uct", "it names no player"), ("go-lite,size=7,=uct", "'' has no value"),
    ("go-lite,size", "'size' has no value"), ("go-lite,size=5,size=6=uct", "size is given twice"),
    ("a b@gomoku=uct", "'a b' is no name"), ("@gomoku=uct", "'' is no name"),
    ("chess=uct", "unknown game or task 'chess'"), ("gomoku=wizard", "unknown agent 'wizard'"),
    ("gomoku,size=99=uct", "size cannot be '99'"), ("gomoku,bricks=3=uct", "'bricks'"),
    ("go-lite,columns=5,rows=6=gtp:command=cat", "square boards only, not on 5 by 6"),
    ("go-lite=gtp:command=false", "ended (exit status 1)"),
  ])
  func `a bot that cannot be is a wrong call`(_ bot: String, _ message: String) throws {
    try withEmptyFolder { folder in
      let result = try Program.run(["serve", "--port", "0", "--bot", bot], in: folder)
      #expect(result.status != 0 && result.errors.contains(message), "\(result)")
      #expect(result.errors.count { $0 == "\n" } == 1 && result.output == "")
    }
  }

  /// Joins and returns the result, or the error.
  private func join(
    _ server: ArenaServer, _ words: String, in folder: String
  ) throws -> String {
    let words = words.split(separator: " ").map(String.init)
    let result = try Program.run(
      ["join", "127.0.0.1:\(server.port)", "--player", "random", "--game"] + words, in: folder)
    return result.output.split(separator: "\n").last.map(String.init) ?? result.errors
  }

  @Test func `bots play their boards, and those without one every board`() throws {
    try withEmptyFolder { folder in
      let run = try Program.run(
        ("train tic-tac-toe --set columns=4 --agent dqn --steps 64 --run r --threads 1 "
          + "--checkpoints 1 --promotion-games 0 --option hidden=8").split(separator: " ").map(
            String.init), in: folder)
      #expect(run.status == 0, "\(run)")
      let server = try ArenaServer(
        [
          "--bot", "small@gomoku,size=5=random", "--bot", "othello=random", "--bot",
          "tic-tac-toe=dqn:run=r,checkpoint=last",
        ], in: folder)
      for board in [
        "gomoku --size 5", "othello", "othello --size 4", "tic-tac-toe --set columns=4",
      ] {
        let last = try join(server, board, in: folder)
        #expect(last.contains(/^result: \w+ (rules|resignation)/), "\(board): \(last)")
      }
      // A run of another game, and a board that its network does not fit.
      for (bot, message) in [
        ("mnk=dqn:run=r", "r was trained at tic-tac-toe, not at mnk"),
        ("tic-tac-toe,columns=3=dqn:run=r,checkpoint=last", "observes [2, 3, 4], not [2, 3, 3]"),
      ] {
        let result = try Program.run(["serve", "--port", "0", "--bot", bot], in: folder)
        #expect(result.status != 0 && result.errors.contains(message), "\(result)")
      }
    }
  }
}
