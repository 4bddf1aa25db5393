import ArenaCore
import Environments
import Testing

/// Black's forbidden moves in shapes whose judgement is known.
@Suite struct RenjuTests {
  /// A board of 15 with these stones on it, black to move.
  private func game(black: [String], white: [String]) throws -> Gomoku {
    var game = try Gomoku(["rule": "renju"])
    // Spare stones keep the turns even; they lie along the edges, apart from each other.
    var whiteStones = white + ["a15", "c15", "e15", "g15", "i15", "k15", "m15", "o15"]
    for stone in black {
      try play(stone, in: &game)
      try play(whiteStones.removeFirst(), in: &game)
    }
    return game
  }

  private func play(_ move: String, in game: inout Gomoku) throws {
    let action = try #require(game.action(from: move))
    try #require(game.isLegal(action), "\(move)")
    game.play(action)
  }

  private func isForbidden(
    _ move: String, black: [String], white: [String] = []
  ) throws -> Bool {
    let game = try game(black: black, white: white)
    return !game.isLegal(try #require(game.action(from: move)))
  }

  @Test func `two open threes are forbidden`() throws {
    #expect(try isForbidden("h8", black: ["g8", "f8", "h7", "h6"]))
  }

  @Test func `a three that is closed on one side does not count`() throws {
    #expect(try !isForbidden("h8", black: ["g8", "f8", "h7", "h6"], white: ["h5"]))
  }

  @Test func `a three and a four are allowed`() throws {
    #expect(try !isForbidden("h8", black: ["g8", "f8", "e8", "h7", "h6"], white: ["d8"]))
  }

  @Test func `two fours are forbidden`() throws {
    #expect(try isForbidden("h8", black: ["g8", "f8", "e8", "h7", "h6", "h5"]))
  }

  @Test func `two fours in one line are forbidden`() throws {
    #expect(try isForbidden("h8", black: ["d8", "f8", "g8", "j8"]))
    #expect(try isForbidden("h8", black: ["e8", "g8", "i8", "k8"]))
  }

  @Test func `a straight four is one four`() throws {
    #expect(try !isForbidden("h8", black: ["g8", "f8", "e8"]))
  }

  @Test func `six in a row are forbidden, and five win although they make two fours`() throws {
    #expect(try isForbidden("h8", black: ["g8", "f8", "e8", "i8", "j8"]))
    var game = try game(
      black: ["g8", "f8", "e8", "d8", "h7", "h6", "h5"], white: ["c8"])
    try play("h8", in: &game)
    #expect(game.outcome?.winner == .first)
  }

  @Test func `a three does not count if its straight four would be an overline`() throws {
    // f8 g8 h8 become straight only with e8 or i8; c8 and k8 would turn the fives into sixes.
    let black = ["g8", "f8", "h7", "h6", "c8", "k8"]
    #expect(try !isForbidden("h8", black: black, white: ["d9", "j9"]))
  }

  @Test func `a three does not count if the stone that would make it four is forbidden`() throws {
    // h8 makes threes across and upwards, but the upward one needs h9 or h5 (h4 is white, so h9
    // alone makes it straight), and h9 is forbidden once it also makes two fours.
    let black = ["g8", "f8", "h7", "h6", "g9", "f9", "e9", "i10", "j11", "k12"]
    let without = ["g8", "f8", "h7", "h6"]
    #expect(try isForbidden("h8", black: without, white: ["h4"]))
    #expect(try !isForbidden("h8", black: black, white: ["h4", "d9", "l13"]))
  }

  @Test func `white may do all of it`() throws {
    var game = try Gomoku(["rule": "renju"])
    let white = ["g8", "f8", "h7", "h6", "h8"]
    for (index, move) in white.enumerated() {
      try play(["a1", "c1", "e1", "g1", "i1"][index], in: &game)
      try play(move, in: &game)
    }
    #expect(game.turn == .first)
  }
}
