import ArenaCore
import Match
import TestKit
import Testing

@testable import Lobby

@Suite struct LobbyFuzzTests {
  @Test func `whatever fifty clients do, the lobby stands and its invariants hold`() throws {
    var fuzzer = try LobbyFuzzer(seed: 21)
    let limit = runsLongTests ? 1_000_000 : 4000
    while fuzzer.counts.commands < limit { try fuzzer.step() }
    let counts = fuzzer.counts
    // What the clients of version 2 heard is of the grammar.
    let grammar = try ProtocolDocument().grammar()
    #expect(!fuzzer.sample.isEmpty)
    for line in fuzzer.sample.prefix(2000) where !line.hasPrefix("arena ") {
      #expect(grammar.matches(line, "response"), "\(line)")
    }
    // It did what it is for.
    #expect(counts.restarts > 0 && counts.games > limit / 100, "\(counts)")
    #expect(counts.refusals < counts.commands * 2 / 3, "\(counts)")
    if runsLongTests { print("lobby fuzzer: \(counts)") }
    guard runsLongTests else { return }
    #expect(counts.snapshots > 0, "\(counts)")
    for cause in [
      "rules", "time", "resignation", "agreement", "abandonment", "failure", "aborted",
      "adjudication", "illegal-move",
    ] {
      #expect(counts.results[cause] ?? 0 > 0, "no game ended by \(cause): \(counts)")
    }
    #expect(counts.setAside > 0, "\(counts)")
  }

  @Test func `a journal cut and shuffled is refused or played on, never more`() throws {
    let journals = try (1...8).map { seed in
      var fuzzer = try LobbyFuzzer(seed: UInt64(seed), clients: 8)
      while fuzzer.journal.count < 60 + 20 * seed { try fuzzer.step() }
      return fuzzer.journal
    }
    var random = RandomSource(seed: 22)
    var accepted = 0
    let count = runsLongTests ? 100_000 : 400
    for round in 0..<count {
      var lines = journals[random.below(journals.count)]
      for _ in 0...random.below(3) { mutate(&lines, &random) }
      do {
        var fuzzer = try LobbyFuzzer(seed: UInt64(round), clients: 5, replaying: lines)
        accepted += 1
        for _ in 0..<10 { try fuzzer.step() }
      } catch is ReplayError {}
    }
    #expect(accepted > count / 10 && accepted < count, "\(accepted) of \(count) accepted")
    if runsLongTests { print("journals: \(count) mutated, \(accepted) accepted") }
  }

  /// Does to a journal what a disk, an editor or a merge may do.
  private func mutate(_ lines: inout [String], _ random: inout RandomSource) {
    guard lines.count > 2 else { return }
    let index = random.below(lines.count)
    let other = random.below(lines.count)
    var words = lines[index].split(separator: " ", omittingEmptySubsequences: false).map(
      String.init)
    let word = random.below(words.count)
    switch random.below(9) {
    case 0: lines.removeSubrange(index...)
    case 1: lines.remove(at: index)
    case 2: lines.swapAt(index, other)
    case 3: lines.insert(lines[index], at: other)
    case 4: lines.removeSubrange(min(index, other)..<max(index, other))
    case 5:
      // A few lines in another order.
      let end = min(lines.count, index + 2 + random.below(6))
      for place in index..<end { lines.swapAt(place, index + random.below(end - index)) }
    case 6:
      let texts = [
        "0", "1", "-1", "999999999999999", "9223372036854775807", "99999999999999999999", "nan",
        "x",
        "-", "", "chess", "connect-four", "go-lite", "size=2", "house", "p3", "draw", "60+1",
      ]
      words[word] = texts[random.below(texts.count)]
      lines[index] = words.joined(separator: " ")
    case 7:
      let theirs = lines[other].split(separator: " ").map(String.init)
      words[word] = theirs[random.below(theirs.count)]
      lines[index] = words.joined(separator: " ")
    default:
      // A digit becomes another.
      guard let number = Int(words[word]) else { return }
      words[word] = String(max(0, number &+ random.below(5) &- 2))
      lines[index] = words.joined(separator: " ")
    }
  }
}
