import ArenaCore
import Foundation
import Match
import Storage
import Training

/// The sample games that a run kept of its evaluations, as records whatever their format.
struct SampleGames {
  private let path: String
  private let run: RunConfiguration

  init(of folder: RunFolder) {
    path = folder.path + "/games"
    run = folder.configuration
  }

  private var files: [(number: Int, name: String)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.compactMap { name in
      let parts = name.split(separator: ".")
      guard parts.count == 2, ["sgf", "jsonl"].contains(parts[1]), let number = Int(parts[0]) else {
        return nil
      }
      return (number, name)
    }.sorted { $0.number < $1.number }
  }

  var checkpoints: [Int] { files.map(\.number) }

  /// - Throws: `HTTPRefusal` where there are none, `StorageError` or `GameFileError` where they
  ///   cannot be read.
  func records(_ checkpoint: Int, in directory: GameDirectory) throws -> [GameRecord] {
    guard let file = files.first(where: { $0.number == checkpoint }) else {
      throw HTTPRefusal.notFound("game of that checkpoint")
    }
    let text = String(decoding: try StoredFile.read("\(path)/\(file.name)"), as: UTF8.self)
    let options = run.environmentOptions.sorted { $0.key < $1.key }
      .map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    let start = try directory.session(run.environment, run.environmentOptions)
    return try GameFile.read(text).map { entry in
      // Files name the game and its options in their own way; what the run plays is known.
      var record = try entry.record(in: start)
      record.game = run.environment
      record.options = options
      return record
    }
  }
}
