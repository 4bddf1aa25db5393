import Foundation
import Glibc
import NeuralCore
import Storage

/// The folder of one training run.
///
///     run.json                     what is trained (RunConfiguration)
///     metrics.jsonl                one JSON object a line: steps, losses, ratings
///     events.out.tfevents.1.arena  the same figures for TensorBoard
///     log.txt                      the progress lines, with the time of day
///     checkpoints/000012.safetensors   kept networks, numbered from 0 (the untrained one)
///     models.json                  what is known of each of them, and which is the best
///     games/000012.sgf             a few games of its assessment; .jsonl where SGF has no such game
///     state.safetensors            everything needed to resume, the latest only
///     lock                         held while a process trains here
///
/// All but the files that grow appear whole or not at all: they are written to a temporary name,
/// synced and renamed. Those that grow are cut back to the saved state when the run is resumed.
public struct RunFolder: Sendable {
  public let path: String
  public let configuration: RunConfiguration

  private static func configurationPath(_ path: String) -> String { path + "/run.json" }
  var statePath: String { path + "/state.safetensors" }
  var metricsPath: String { path + "/metrics.jsonl" }
  var eventsPath: String { path + "/events.out.tfevents.1.arena" }
  var logPath: String { path + "/log.txt" }
  private var checkpointsPath: String { path + "/checkpoints" }

  /// Opens an existing run to play with or to look at.
  public init(opening path: String) throws(RunError) {
    self.path = path
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: Self.configurationPath(path)))
      configuration = try JSONDecoder().decode(RunConfiguration.self, from: data)
    } catch is DecodingError {
      throw .unreadable(path: path, reason: "run.json is not a run configuration")
    } catch {
      throw .unreadable(path: path, reason: Self.reason(error, for: Self.configurationPath(path)))
    }
    guard (1...RunConfiguration.currentFormat).contains(configuration.format) else {
      throw .unreadable(
        path: path,
        reason:
          "its format is \(configuration.format); this program reads 1 to \(RunConfiguration.currentFormat)"
      )
    }
  }

  /// Opens the run to train it on, or creates it where there is none.
  ///
  /// - Throws: `RunError.different` when the folder holds a run of another configuration.
  public init(training path: String, _ configuration: RunConfiguration) throws {
    if FileManager.default.fileExists(atPath: Self.configurationPath(path)) {
      try self.init(opening: path)
      guard self.configuration.format == configuration.format else {
        throw RunError.different(
          path: path,
          reason: "it does not tell all its options, so it can be played but not trained")
      }
      if let difference = self.configuration.difference(to: configuration) {
        throw RunError.different(path: path, reason: difference)
      }
      // Runs made before sample games were kept have no folder for them.
      mkdir(path + "/games", 0o755)
    } else {
      if let contents = try? FileManager.default.contentsOfDirectory(atPath: path),
        !contents.isEmpty
      {
        throw RunError.different(path: path, reason: "it is not empty and has no run.json")
      }
      do {
        for folder in ["checkpoints", "games"] {
          try FileManager.default.createDirectory(
            atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
        }
      } catch {
        throw RunError.unreadable(path: path, reason: Self.reason(error, for: path))
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try DurableFile.write(encoder.encode(configuration), to: Self.configurationPath(path))
      try self.init(opening: path)
    }
  }

  private static func reason(_ error: any Error, for path: String) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    if let underlying, underlying.domain == NSPOSIXErrorDomain {
      return String(cString: strerror(Int32(underlying.code)))
    }
    return FileManager.default.fileExists(atPath: path)
      ? "\(path) cannot be used" : "there is no \(path)"
  }

  // MARK: Checkpoints

  /// The numbers of the kept networks, ascending.
  public var checkpoints: [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: checkpointsPath)) ?? []
    return names.compactMap { name in
      name.hasSuffix(".safetensors") ? Int(name.dropLast(".safetensors".count)) : nil
    }.sorted()
  }

  public func checkpointPath(_ number: Int) -> String {
    "\(checkpointsPath)/\(sixDigits(number)).safetensors"
  }

  func gamesPath(_ number: Int, kind: String) -> String {
    "\(path)/games/\(sixDigits(number)).\(kind)"
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
        numbers.isEmpty
        ? "none yet" : "first, middle, last, best and \(numbers.first!) to \(numbers.last!)"
      throw .noCheckpoint(path: path, wanted: name, available: available)
    }
    return number
  }

  private func bestCheckpoint(of numbers: [Int]) throws(RunError) -> Int? {
    guard let best = try readLedger().best, numbers.contains(best) else { return numbers.last }
    return best
  }

  /// Reads the network of a checkpoint that a user names.
  public func network(named name: String) throws -> Network {
    try Network(contentsOf: checkpointPath(checkpoint(named: name)))
  }

  // MARK: Lock

  /// Takes the folder for this process until `unlock` or the end of the process.
  func lock() throws(RunError) -> Int32 {
    let file = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      throw .busy(path: path)
    }
    return file
  }

  static func unlock(_ file: Int32) {
    // To close it is not enough: a child process that is being started may still hold a copy.
    flock(file, LOCK_UN)
    close(file)
  }
}
