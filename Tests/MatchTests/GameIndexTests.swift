import ArenaCore
import Foundation
import Testing

@testable import Match

/// The table of a log's games beside a dictionary.
@Suite struct GameIndexTests {
  private func withIndex(_ limit: Int = 100, _ body: (inout GameIndex) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "arena-index-\(UUID().uuidString)"
    var index = try GameIndex(of: path, recentLimit: limit)
    #expect(!FileManager.default.fileExists(atPath: path + ".index"))
    try body(&index)
  }

  private func entry(_ seed: UInt64, _ offset: Int) -> GameIndex.Entry {
    let causes = GameRecord.Cause.allCases
    let winner: Seat? = offset % 3 == 0 ? nil : offset % 3 == 1 ? .first : .second
    let record = GameRecord(
      game: "g", first: "a", second: "b", seed: seed, moves: [],
      outcome: Outcome(winner: winner, reason: ""), cause: causes[offset % causes.count])
    return GameIndex.Entry(record, offset..<offset + 9, first: 3, second: -1)
  }

  private func check(
    _ index: inout GameIndex, _ model: [UInt64: Int],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let count = try index.count()
    #expect(count == model.count, sourceLocation: sourceLocation)
    for (seed, offset) in model {
      let (found, wanted) = (try index[seed], entry(seed, offset))
      #expect(found?.range == wanted.range, sourceLocation: sourceLocation)
      #expect(found?.winner == wanted.winner && found?.cause == wanted.cause)
      #expect(found?.first == 3 && found?.second == -1)
    }
  }

  @Test func `games are found by their seeds while the table grows`() throws {
    try withIndex { index in
      var model: [UInt64: Int] = [:]
      var random = RandomSource(seed: 1)
      // Past two growths; every fifth in the place of another.
      for offset in 0..<10_000 {
        let seed =
          offset % 5 == 4 ? model.keys.min() ?? 0 : random.next() >> UInt64(random.below(64))
        try index.put(entry(seed, offset))
        model[seed] = offset
      }
      try check(&index, model)
      for _ in 0..<1000 {
        let seed = random.next()
        #expect(try (index[seed] == nil) == (model[seed] == nil))
      }
    }
  }

  @Test func `seeds that all want one slot find others, over the table's end too`() throws {
    // The inverse of the hash's factor: products that begin with 52 set bits.
    var inverse: UInt64 = 1
    for _ in 0..<6 { inverse = inverse &* (2 &- 0x9e37_79b9_7f4a_7c15 &* inverse) }
    try withIndex { index in
      var model: [UInt64: Int] = [:]
      for number in 0..<100 as Range<UInt64> {
        let seed = (.max - number) &* inverse
        try index.put(entry(seed, Int(number)))
        model[seed] = Int(number)
      }
      try check(&index, model)
    }
  }

  @Test(arguments: [1, 100, 1000])
  func `the games that are not named are all others`(limit: Int) throws {
    try withIndex(limit) { index in
      let seeds = (1...500 as ClosedRange<UInt64>).map { $0 }
      for seed in seeds { try index.put(entry(seed, Int(seed))) }
      #expect(try index.others(than: seeds) == [])
      // Again, so that some are in memory and on the disk.
      for seed in seeds.prefix(30) { try index.put(entry(seed, Int(seed))) }
      let (named, rest) = (seeds.filter { $0 % 7 != 0 }, seeds.filter { $0 % 7 == 0 })
      #expect(try index.others(than: named + [9999]) == rest)
      #expect(try index.others(than: []) == seeds)
    }
  }
}

@Suite struct GameOrderTests {
  @Test func `seeds come by their places, however they were noted`() throws {
    let path = NSTemporaryDirectory() + "arena-order-\(UUID().uuidString)"
    let order = try GameOrder(of: path)
    #expect(Array(order) == [])
    // Past the part in memory twice, here and there early or late, with gaps.
    let places = (0..<10_000).filter { $0 % 97 != 5 }
    var random = RandomSource(seed: 2)
    let late = places.filter { _ in random.below(50) == 0 }
    Parallel.run(places.count, threads: 4) { index in
      let place = places[index]
      if !late.contains(place) { try? order.note(UInt64(place + 1), at: place) }
    }
    for place in late { try order.note(UInt64(place + 1), at: place) }
    #expect(Array(order) == places.map { UInt64($0 + 1) })
  }
}
