import Foundation
import Match
import Storage

/// Game records as lines of JSON in a file that appears whole.
struct RecordFile {
  let path: String

  func write(_ records: [GameRecord]) throws(StorageError) {
    try DurableFile.write(Data(records.map { $0.jsonLine + "\n" }.joined().utf8), to: path)
  }
}
