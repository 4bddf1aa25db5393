import Foundation
import Training

/// A run in a list.
struct RunSummary: Sendable, Encodable {
  /// The folder's path below the one that is shown.
  let name: String
  let environment: String
  let options: [String: String]
  let agent: String
  let seed: UInt64
  let steps: Int
  let episodes: Int
  /// Training time.
  let seconds: Double
  /// Seconds since the files last changed.
  let age: Double
  /// Whether a process trains in the folder now.
  let isTraining: Bool
  /// Seconds of training that are left, as its last progress line says.
  let left: Double?
  let scoreName: String
  let score: Double?
  /// Half the width of the score's 95 % interval.
  let margin: Double?
  let best: Int?
  let checkpoints: Int
  /// The scores of its checkpoints.
  let sparkline: [Double]

  init(_ folder: RunFolder, named name: String, _ metrics: RunMetrics) {
    let run = folder.configuration
    self.name = name
    environment = run.environment
    options = run.environmentOptions
    agent = run.agent
    seed = run.seed
    func latest(_ figure: String) -> Double {
      max(metrics.rounds.last(figure) ?? 0, metrics.checkpoints.last(figure) ?? 0)
    }
    steps = Int(exactly: latest("steps").rounded()) ?? 0
    episodes = Int(exactly: latest("episodes").rounded()) ?? 0
    seconds = latest("seconds")
    let files = RunFiles(folder.path)
    age = files.age
    isTraining = files.isLocked
    left = isTraining ? files.left : nil
    scoreName = metrics.scoreName
    score = metrics.checkpoints.last(scoreName)
    let deviation = metrics.checkpoints.last(metrics.marginName)
    let scored = folder.checkpoints
    margin = scoreName == "rating" ? deviation : nil
    best = (try? folder.readLedger())?.best
    checkpoints = scored.count
    sparkline = metrics.checkpoints[scoreName].compactMap(\.self)
  }
}

/// What the file system knows of a run.
struct RunFiles {
  private let path: String

  init(_ path: String) { self.path = path }

  /// Seconds since a file that grows last did.
  var age: Double {
    let dates = ["log.txt", "metrics.jsonl", "run.json"].compactMap { name in
      (try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)"))?[.modificationDate]
        as? Date
    }
    return dates.max().map { max(0, -$0.timeIntervalSinceNow) } ?? 0
  }

  /// Whether a process holds the run's lock, by the system's list of locks: to try the lock itself
  /// could be in the way of a trainer that starts just then.
  var isLocked: Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/lock")
    guard let inode = (attributes?[.systemFileNumber] as? NSNumber)?.uint64Value,
      let locks = try? String(contentsOfFile: "/proc/locks", encoding: .utf8)
    else { return false }
    return locks.split(separator: "\n").contains { line in
      let words = line.split(separator: " ")
      return words.count > 5 && words[1] == "FLOCK" && words[5].hasSuffix(":\(inode)")
    }
  }

  /// The seconds that the last progress line says are left.
  var left: Double? {
    guard let file = FileHandle(forReadingAtPath: "\(path)/log.txt") else { return nil }
    defer { try? file.close() }
    guard let end = try? file.seekToEnd(),
      (try? file.seek(toOffset: end > 4096 ? end - 4096 : 0)) != nil,
      let data = try? file.readToEnd()
    else { return nil }
    let text = String(decoding: data, as: UTF8.self)
    guard let match = text.matches(of: /\sleft ((?:\d+:)+\d\d)/).last else { return nil }
    return match.1.split(separator: ":").reduce(0) { $0 * 60 + (Double($1) ?? 0) }
  }
}
