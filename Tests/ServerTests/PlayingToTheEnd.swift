import ArenaCore
import Testing

@testable import Server

/// Plays the game at which both sit to its end and returns the result line.
func playToTheEnd(_ first: LineClient, _ second: LineClient) throws -> String {
  var random = RandomSource(seed: 3)
  let players = [first, second]
  var turn = 0
  while true {
    try players[turn].send("move \(1 + random.below(7))")
    let answer = try players[turn].read {
      $0.hasPrefix("error ") || $0.hasPrefix("moved ")
    }
    guard let moved = answer.last, moved.hasPrefix("moved ") else { continue }
    #expect(try players[1 - turn].readLine() == moved)
    if moved.split(separator: " ")[5] == "over" {
      let results = try players.map { try $0.readLine() }
      #expect(results[0] == results[1])
      return results[0]
    }
    turn = 1 - turn
  }
}
