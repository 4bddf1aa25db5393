import ArenaCore
import Foundation
import Match
import Storage
import Testing

@testable import Evaluation

/// Records of a tournament without a log, beside a list of them.
@Suite struct HeldRecordsTests {
  private static func record(_ place: Int) -> GameRecord {
    // Lines of many lengths, with what takes several bytes or is escaped.
    let moves = (0..<place % 23).map { "é\($0)\"" }
    return GameRecord(
      game: "g", first: "a \(place)", second: "b", seed: UInt64(place), moves: moves,
      outcome: Outcome(winner: place.isMultiple(of: 3) ? nil : .second, reason: "r"),
      cause: .rules)
  }

  private static func read(
    _ games: KeptGames, step: Int = 1, limit: Int = .max
  ) throws -> [GameRecord] {
    var all: [GameRecord] = []
    try games.forEachPiece(step, limit) { all += $0 }
    return all
  }

  @Test func `records come by the schedule, however games end, on any threads`() throws {
    try withEmptyFolder { folder in
      let games = KeptGames.held(try HeldRecords(at: folder + "/r"))
      // Nothing is left to be taken away.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
      #expect(try Self.read(games) == [])
      // Games that did not end leave gaps; those in the middle end last.
      let places = (0..<9000).filter { $0 % 89 != 4 }
      let late = places.filter { 3000..<3050 ~= $0 }
      Parallel.run(places.count, threads: 4) { index in
        guard !late.contains(places[index]) else { return }
        try? games.note(Self.record(places[index]), 7, at: places[index])
      }
      for place in late { try games.note(Self.record(place), 7, at: place) }
      let model = places.map(Self.record)
      #expect(try Self.read(games) == model)
      for (step, limit) in [(1, 5), (7, .max), (100, 20), (20_000, 3)] {
        let taken = stride(from: 0, to: model.count, by: step).prefix(limit).map { model[$0] }
        #expect(try Self.read(games, step: step, limit: limit) == taken)
      }
    }
  }

  @Test func `what is not wanted is not kept`() throws {
    let games = KeptGames.unwanted
    try games.note(Self.record(1), 1, at: 0)
    #expect(try Self.read(games) == [])
  }

  @Test func `where no file can be is an error`() {
    #expect(throws: StorageError.self) { try HeldRecords(at: "/proc/none/r") }
  }
}

private func withEmptyFolder(_ body: (String) throws -> Void) throws {
  let path = NSTemporaryDirectory() + "arena-held-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  try body(path)
}
