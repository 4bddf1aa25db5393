import Foundation
import Glibc
public import NeuralCore
import Storage

/// The folder of one training run.
///
///     run.json                     what is trained (RunConfiguration)
///     metrics.jsonl                one JSON object a line: steps, losses, ratings
///     events.out.tfevents.1.arena  the same metrics for TensorBoard
///     log.txt                      the progress lines, with the time of day
///     checkpoints/000012.safetensors   kept networks, numbered from 0 (the untrained one)
///     models.json                  what is known of each of them, and which is the best
///     games/000012.sgf             a few games of its evaluation; .jsonl where SGF has no such game
///     state.safetensors            everything needed to resume
///     state.previous.safetensors   the same, as saved the time before
///     set-aside-1/                 what a fresh start or a return to a checkpoint left over
///     lock                         held while a process trains here
///
/// All but the files that grow appear whole or not at all: they are written to a temporary name,
/// synced and renamed. Those that grow are cut back to the saved state when the run is resumed; what
/// is damaged in them is moved to a file beside them whose name ends with `.damaged`.
public struct RunFolder: Sendable {
  public let path: String
  public let configuration: RunConfiguration
  /// Where a fresh start put what the folder held before; nil where there was nothing.
  let setAside: String?

  private static func configurationPath(_ path: String) -> String { path + "/run.json" }
  var statePath: String { path + "/state.safetensors" }
  var previousStatePath: String { path + "/state.previous.safetensors" }
  var metricsPath: String { path + "/metrics.jsonl" }
  var eventsPath: String { path + "/events.out.tfevents.1.arena" }
  var logPath: String { path + "/log.txt" }
  private var checkpointsPath: String { path + "/checkpoints" }

  /// Opens an existing run to play with or to look at.
  public init(opening path: String) throws(RunError) {
    try self.init(opening: path, setAside: nil)
  }

  private init(opening path: String, setAside: String?) throws(RunError) {
    guard !path.isEmpty else { throw .noRun(path: "''", reason: "it has no name") }
    self.path = path
    self.setAside = setAside
    guard FileManager.default.fileExists(atPath: Self.configurationPath(path)) else {
      throw .noRun(path: path, reason: "there is no \(Self.configurationPath(path))")
    }
    do {
      let data = try StoredFile.read(Self.configurationPath(path))
      configuration = try JSONDecoder().decode(RunConfiguration.self, from: data)
    } catch let error as StorageError {
      throw .unreadable(path: path, reason: error.description)
    } catch {
      throw .unreadable(path: path, reason: "run.json is not a run configuration")
    }
    guard (1...RunConfiguration.currentFormat).contains(configuration.format) else {
      throw .unreadable(
        path: path,
        reason: "run.json is of format \(configuration.format); this program reads 1 to "
          + "\(RunConfiguration.currentFormat)")
    }
  }

  /// Opens the run to train it on, or creates it where there is none.
  ///
  /// - Parameter isFresh: whether it is created in any case, and what a run left there set aside.
  /// - Throws: `RunError.different` when the folder holds a run of another configuration or other
  ///   things, `RunError.busy` when another process is creating it.
  public init(
    training path: String, _ configuration: RunConfiguration, isFresh: Bool = false
  ) throws {
    guard !path.isEmpty else { throw RunError.noRun(path: "''", reason: "it has no name") }
    if !isFresh && FileManager.default.fileExists(atPath: Self.configurationPath(path)) {
      try self.init(opening: path)
      guard self.configuration.format == configuration.format else {
        throw RunError.different(
          path: path,
          reason: "it does not list all its options, so it can be played but not trained")
      }
      if let difference = self.configuration.difference(to: configuration) {
        throw RunError.different(path: path, reason: difference)
      }
      // Runs made before sample games were kept have no folder for them.
      mkdir(path + "/games", 0o755)
    } else {
      try RunContents(of: path).check(isFresh: isFresh)
      try StoredFile.createFolder(path)
      let lock = try Self.lock(path)
      defer { Self.unlock(lock) }
      // Again: whoever held the lock before may have made a run of it.
      let contents = RunContents(of: path)
      try contents.check(isFresh: isFresh)
      let setAside = try isFresh ? contents.setAside() : nil
      for folder in ["checkpoints", "games"] {
        try StoredFile.createFolder("\(path)/\(folder)")
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try DurableFile.write(encoder.encode(configuration), to: Self.configurationPath(path))
      try self.init(opening: path, setAside: setAside)
    }
  }

  // MARK: Checkpoints

  /// The numbers of the kept networks, ascending.
  public var checkpoints: [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: checkpointsPath)) ?? []
    return names.compactMap { name in
      guard name.hasSuffix(".safetensors"),
        let number = Int(name.dropLast(".safetensors".count)), number >= 0
      else { return nil }
      return number
    }.sorted()
  }

  public func checkpointPath(_ number: Int) -> String {
    checkpointsPath + "/" + sixDigits(number) + ".safetensors"
  }

  func gamesPath(_ number: Int, kind: String) -> String {
    path + "/games/" + sixDigits(number) + ".\(kind)"
  }

  private func sixDigits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  /// The number of the checkpoint that a user names: `first`, `middle`, `last`, `best` or a number.
  /// The best is the last one in a run that never promoted any.
  public func checkpoint(named name: String) throws(RunError) -> Int {
    let numbers = checkpoints
    let number: Int? =
      switch name {
      case "first": numbers.first
      case "middle": numbers.isEmpty ? nil : numbers[numbers.count / 2]
      case "last": numbers.last
      case "best": try bestCheckpoint(of: numbers)
      default: Int(name).flatMap { numbers.contains($0) ? $0 : nil }
      }
    guard let number else {
      let available =
        if let first = numbers.first, let last = numbers.last {
          "first, middle, last, best and \(first) to \(last)"
        } else {
          "none yet"
        }
      throw .noCheckpoint(path: path, wanted: name, available: available)
    }
    return number
  }

  private func bestCheckpoint(of numbers: [Int]) throws(RunError) -> Int? {
    guard let best = try readLedger().best else { return numbers.last }
    guard numbers.contains(best) else {
      throw .unreadable(
        path: checkpointPath(best),
        reason: "the best checkpoint of the run is missing; name another: first, middle, last or "
          + "its number")
    }
    return best
  }

  /// Reads the network of a checkpoint that a user names.
  public func network(named name: String) throws -> Network {
    try Network(contentsOf: checkpointPath(checkpoint(named: name)))
  }

  // MARK: Lock

  /// Takes the folder for this process until `unlock` or the end of the process.
  func lock() throws -> Int32 { try Self.lock(path) }

  private static func lock(_ path: String) throws -> Int32 {
    let file = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw StorageError("cannot open", path + "/lock") }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      throw RunError.busy(path: path)
    }
    return file
  }

  static func unlock(_ file: Int32) {
    // To close it is not enough: a child process that is being started may still hold a copy.
    flock(file, LOCK_UN)
    close(file)
  }
}
