import ArenaCore
import Environments
import Testing

@testable import Match

/// Openings from the rules, from files, and of every kind once.
@Suite struct OpeningTests {
  @Test func `every position up to symmetry comes once`() throws {
    let game = try MNK()
    // Positions of tic-tac-toe up to rotation and reflection after 0, 1, ... plies, games that go on.
    for (plies, count) in [(0, 1), (1, 3), (2, 12), (3, 38), (4, 108)] {
      #expect(try Openings.all(plies: plies, of: game).count == count, "\(plies) plies")
    }
    // Four in a row reflects only: seven columns, four classes.
    #expect(try Openings.all(plies: 1, of: ConnectFour()).count == 4)
    #expect(throws: OpeningError.tooMany(plies: 4, limit: 50)) {
      try Openings.all(plies: 4, of: game, limit: 50)
    }
    #expect(throws: OpeningError.none(plies: 9)) { try Openings.all(plies: 9, of: game) }
  }

  @Test func `an opening that is not fair is passed over`() throws {
    let game = try ConnectFour()
    let book = Openings.random(plies: 2, of: game, seed: 1) { $0.isLegal(0) && $0.key % 3 == 0 }
    for number in 0..<5 {
      var position = game
      for action in book[number] { position.play(action) }
      #expect(position.key % 3 == 0)
    }
    // None is: the game's own start is left.
    let none = Openings.random(plies: 2, of: game, seed: 1) { _ in false }
    #expect(none.isEmpty && none[3] == [] && !book.isEmpty)
    // And where there are few they come again, and their number is known.
    let few = Openings.random(plies: 1, of: game, seed: 1) { $0.key % 2 == 0 }
    _ = few[20]
    #expect(few.count.map { $0 <= 7 } == true)
  }

  @Test func `lines of moves are openings`() throws {
    let text = "# my openings\n4 4\n\n  1,2\t3  \r\n"
    let openings = try OpeningFile(text, source: "book").openings(of: ConnectFour())
    #expect(openings == [[3, 3], [0, 1, 2]])
  }

  @Test(arguments: [
    ("4 z9", "book, line 1: 'z9' is no move"),
    ("4\n4 4 4 4 4 4 4", "book, line 2: '4' is not legal there"),
    ("1 2 1 2 1 2 1", "book, line 1: the game is over after '1'"),
    ("# nothing\n", "book holds no opening"), ("(;B[aa", "the game that begins here does not end"),
  ])
  func `a file that is wrong says where`(text: String, reason: String) throws {
    let error = #expect(throws: OpeningError.self) {
      try OpeningFile(text, source: "book").openings(of: ConnectFour())
    }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }

  @Test func `games in SGF are openings`() throws {
    let go = try GoLite(["size": "5"])
    let text = """
      (;FF[4]SZ[5]PB[a]C[a \\] b];B[aa];W[ee](;B[ca];W[])(;B[bb]))
      (;GM[1];B[ba])
      """
    let openings = try OpeningFile(text, source: "s").openings(of: go)
    let moves = openings.map { $0.map(go.notation(of:)) }
    #expect(moves == [["a5", "e1", "c5", "pass"], ["b5"]])
    for (bad, reason) in [
      ("(;AB[aa];W[bb])", "stones set up"), ("(;W[aa])", "not that colour's turn"),
      ("(;B[zz])", "not on the board"), ("(;B[aa];W[aa])", "not legal"),
    ] {
      let error = #expect(throws: OpeningError.self) {
        try OpeningFile(bad, source: "s").openings(of: go)
      }
      #expect(error?.description.contains(reason) == true, "\(bad)")
    }
  }
}
