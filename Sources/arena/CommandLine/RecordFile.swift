import Foundation
import Match
import Storage

/// Game records as lines of JSON in a file that appears whole.
struct RecordFile: Sendable {
  let path: String

  /// Makes sure that it can be written, before hours of games.
  func prepare() throws(StorageError) { try DurableFile.prepare(path) }

  func write(_ records: [GameRecord]) throws(StorageError) {
    try DurableFile.write(Data(records.map { $0.jsonLine + "\n" }.joined().utf8), to: path)
  }
}
