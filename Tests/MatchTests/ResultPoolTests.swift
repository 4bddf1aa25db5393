import ArenaCore
import Environments
import Testing

@testable import Match

private struct MNKMover: Player {
  func choose(in world: MNK, within budget: Budget, using random: inout RandomSource) -> Int {
    world.legalActions[random.below(world.legalActions.count)]
  }
}

extension ResultPool {
  /// The pairs of `pairs` that are of two games, by the points of `player`: 0, 1/2, 1, 3/2, 2.
  public func pairScores(of player: String) -> [Int] {
    var scores = [Int](repeating: 0, count: 5)
    for pair in pairs where pair.games.count == 2 {
      let points = pair.games.reduce(0) { sum, game in
        let ownWins = names[game.first] == player ? game.wins : game.losses
        return sum + 2 * Int(ownWins) + Int(game.draws)
      }
      scores[points] += Int(pair.count)
    }
    return scores
  }
}

@Suite struct ResultPoolTests {
  private func read(_ text: String) throws -> ResultPool {
    var pool = ResultPool()
    try pool.add(text, from: "file")
    return pool
  }

  private func wins(_ pool: ResultPool) -> [[Double]] {
    pool.results.map { [Double($0.first), Double($0.second), $0.wins, $0.draws, $0.losses] }
  }

  @Test func `lines name two players and a result from the first one's view`() throws {
    let pool = try read(
      "# first second result\nann bob 1\r\nbob ann 1/2\n\nann bob 0\nann bob 1-0\nann \"b \\\"ob\" 0.5"
    )
    #expect(pool.names == ["ann", "bob", "b \"ob"])
    #expect(wins(pool) == [[0, 1, 2, 0, 1], [1, 0, 0, 1, 0], [0, 2, 0, 1, 0]])
    #expect(try read("Ann B.\tBob, C\t1").names == ["Ann B.", "Bob, C"])
    let alone = try read("ann ann 1\nann bob 1")
    #expect(alone.count == 1 && alone.againstItself == 1)
  }

  @Test func `games in PGN are read by their tags`() throws {
    let pool = try read(
      """
      [Event "x"]
      [White "A \\"the\\" B"]
      [Black "C"]
      [Result "1-0"]

      1. e4 {a comment
      [White "not me"]
      } 1-0

      [White "C"]
      [Black "A \\"the\\" B"]
      [Result "1/2-1/2"]
      [White "C"]
      1/2-1/2
      [White "C"]
      [Black "D"]
      [Result "*"]
      """)
    #expect(pool.names == ["A \"the\" B", "C"])
    #expect(wins(pool) == [[0, 1, 1, 0, 0], [1, 0, 0, 1, 0]])
    #expect(pool.unfinished == 1)
  }

  @Test func `games in SGF are read by the properties of their roots`() throws {
    let pool = try read(
      """
      (;FF[4]PB[a\\]b]PW[c]C[a ( and ; in
      a comment]RE[B+3.5];B[aa](;W[bb]RE[W+R])(;W[cc]))
      (;GaMe[1]PlayerBlack[c]PW[d]RE[Void])
      (;PB[c]PW[a\\]b]RE[0])(;PW[c]PB[a\\]b]RE[W+R])
      """)
    #expect(pool.names == ["a]b", "c"])
    #expect(wins(pool) == [[0, 1, 1, 0, 1], [1, 0, 0, 1, 0]])
    #expect(pool.unfinished == 1)
  }

  @Test func `our own records are read, and our own SGF says the same`() throws {
    let start = try MNK(["columns": "3", "rows": "3", "length": "3"])
    let table = Table(start)
    let records = (1...20 as ClosedRange<UInt64>).map {
      table.play([MNKMover(), MNKMover()], names: ["x y", "z"], seed: $0)
    }
    let pool = try read(records.map(\.jsonLine).joined(separator: "\n"))
    let sgf = try #require(SGFCollection(records, of: start, kind: .gomoku))
    let same = try read(sgf.text)
    #expect(pool.count == 20 && wins(pool) == wins(same))
    let winners = records.map(\.winner)
    #expect(pool.scores[0].wins == winners.count { $0 == "first" })
    #expect(pool.scores[0].losses == winners.count { $0 == "second" })
  }

  @Test(arguments: [
    ("a b 1\na b\n", "file, line 2: 2 words: a line is FIRST SECOND RESULT, a name"),
    ("a b 1\n\n\na b c d\n", "file, line 4: 4 words"),
    ("a b 2", "file, line 1: '2' is no result: 1 (the first player won), 1/2 or 0"),
    ("a \"b 1", "file, line 1: a double quote is not closed"),
    ("\"\" b 1", "file, line 1: a player has no name"),
    ("{\"game\":1}", "file, line 1: not a game record"),
    ("[White \"a\"]\n[Black b]", "file, line 2: '[Black b]' is no tag"),
    ("[White \"a\"]\n[Black \"b\"]\n", "file, line 1: a game has no Result"),
    ("[Black \"b\"]\n[Result \"1-0\"]\n", "file, line 1: a game names no White or no Black"),
    ("[White \"a\"]\n[Black \"b\"]\n[Result \"2-0\"]", "file, line 1: '2-0' is no Result"),
    ("\n(;PB[a]PW[b]RE[x])", "file, line 2: 'x' is no result (RE)"),
    ("(;PB[a]RE[B+])", "file, line 1: a game names no black (PB) or no white (PW) player"),
    ("(;PB[a]PW[b]RE[B+]\n;B[", "file, line 1: the game that begins here does not end"),
    ("(;PB[a]PW[b]RE[B+]))", "file, line 1: a ) without its ("),
  ])
  func `a damaged line is named with what is allowed`(_ text: String, _ message: String) {
    let error = #expect(throws: ResultError.self) { try read(text) }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }

  @Test func `two games in a row with the seats swapped are a pair`() throws {
    let pool = try read("a b 1\nb a 1\na b 1\na b 1/2\nb a 0\nb a 1/2\na b 1/2")
    let shapes = pool.pairs.map { pair in (pair.games.map { [$0.first, $0.second] }, pair.count) }
    #expect(shapes.reduce(0) { $0 + $1.1 * Double($1.0.count) } == 7)
    // 1 + 0, 1/2 + 1, 1/2 + 1/2, and one alone.
    #expect(pool.pairScores(of: "a") == [0, 0, 2, 1, 0])
    #expect(pool.pairScores(of: "b") == [0, 1, 2, 0, 0])
  }

  @Test func `the text of any bytes is read or refused`() {
    var random = RandomSource(seed: 7)
    let seeds = [
      "a b 1\n\"c d\" e 1/2\n", "[White \"a\"]\n[Black \"b\"]\n[Result \"1-0\"]\n",
      "(;PB[a]PW[b]RE[B+1];B[aa])",
    ]
    var accepted = 0
    for _ in 0..<3000 {
      var bytes = Array(seeds[random.below(seeds.count)].utf8)
      for _ in 0...random.below(3) {
        bytes[random.below(bytes.count)] = UInt8(random.below(256))
      }
      var pool = ResultPool()
      do {
        try pool.add(String(decoding: bytes, as: UTF8.self), from: "f")
        accepted += 1
      } catch {
        #expect(error.description.hasPrefix("f, line "))
      }
    }
    #expect(accepted > 100 && accepted < 2900)
  }
}
