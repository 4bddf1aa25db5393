import Match
import Storage
import Synchronization

/// The records of a tournament without a log, for as long as it lives: in files without a name, so
/// that memory does not grow with the number of games.
///
/// A record that finds no room does not end the tournament, of which the table can still be had.
final class HeldRecords: Sendable {
  private struct State {
    var count = 0
    var size = 0
    var failure: StorageError?
  }

  /// The records' numbers, from 1 on as the games ended, by the places of these in the schedule.
  let order: GameOrder
  private let lines: DiskArray<UInt8>
  /// Where the line of each number ends, which is where the next begins; the first begins at 0.
  private let ends: DiskArray<Int>
  private let state = Mutex(State())

  /// - Parameter path: a name that nobody else uses; the files have such names for a moment.
  init(at path: String) throws(StorageError) {
    order = try GameOrder(of: path)
    lines = try DiskArray(at: path + ".lines")
    ends = try DiskArray(at: path + ".ends")
  }

  /// Keeps a record; several threads may at once.
  func note(_ record: GameRecord, at place: Int) {
    let line = Array(record.jsonLine.utf8)
    let (number, start) = state.withLock { state in
      state.count += 1
      state.size += line.count
      return (state.count, state.size - line.count)
    }
    do throws(StorageError) {
      try lines.write(line, at: start)
      try ends.write(start + line.count, at: number)
      try order.note(UInt64(number), at: place)
    } catch { state.withLock { $0.failure = $0.failure ?? error } }
  }

  /// Why some records are not here; nil where all are.
  var failure: StorageError? { state.withLock { $0.failure } }

  /// The records with these numbers.
  func records(of numbers: [UInt64]) throws(StorageError) -> [GameRecord] {
    var records: [GameRecord] = []
    for number in numbers {
      let range = try ends.withElements(Int(number) - 1..<Int(number) + 1) { $0[0]..<$0[1] }
      let line = try lines.withElements(range) { String(decoding: $0, as: UTF8.self) }
      if let record = try? GameRecord(jsonLine: line) { records.append(record) }
    }
    return records
  }
}
