public import ArenaCore
import Foundation
import Storage

/// Everything that a training run is started with, as a file: `arena train --config FILE` reads it,
/// `--print-config` writes it with every default.
///
/// The keys that `run.json` has are the same here, so that a run's own file starts another like it.
public struct TrainingConfiguration: Codable, Sendable, Hashable {
  public var environment: String?
  public var environmentOptions: [String: String] = [:]
  public var agent: String?
  public var agentOptions: [String: String] = [:]
  public var seed: UInt64?
  /// The run's folder.
  public var run: String?
  public var minutes: Double?
  public var steps: Int?
  public var threads: Int?
  public var checkpoints: Int?
  public var promotionGames: Int?
  public var target: Double?

  public init() {}

  /// Reads a file.
  ///
  /// - Throws: `ConfigurationError` naming the key that is wrong.
  public init(contentsOf path: String) throws {
    try self.init(StoredFile.read(path), source: path)
  }

  init(_ data: Data, source: String) throws {
    do { self = try JSONDecoder().decode(Self.self, from: data) } catch let error
      as ConfigurationError
    {
      throw ConfigurationError("\(source): \(error)")
    } catch DecodingError.typeMismatch(_, let context) {
      let key = context.codingPath.map(\.stringValue).joined(separator: ".")
      throw ConfigurationError("\(source): \(key.isEmpty ? "it" : key) is of the wrong kind")
    } catch {
      throw ConfigurationError("\(source) is no JSON object of settings")
    }
  }

  /// The file's text: pretty, keys in alphabetical order.
  public var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("a configuration does not encode itself")
    }
    return String(decoding: data, as: UTF8.self)
  }

  // MARK: Reading

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case environment, environmentOptions, agent, agentOptions, seed, run, minutes, steps, threads
    case checkpoints, promotionGames, target
  }

  public init(from decoder: any Decoder) throws {
    let names = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    // A run's own file says of which format it is.
    let known = CodingKeys.allCases.map(\.rawValue)
    if let name = names.sorted().first(where: { $0 != "format" && !known.contains($0) }) {
      throw ConfigurationError(
        "unknown key \(OneLine.quoting(name)): "
          + NearestWord.advice(for: name, among: known, introducing: "there are"))
    }
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func options(_ key: CodingKeys) throws -> [String: String] {
      try values.decodeIfPresent([String: OptionText].self, forKey: key)?.mapValues(\.text) ?? [:]
    }
    environment = try values.decodeIfPresent(String.self, forKey: .environment)
    environmentOptions = try options(.environmentOptions)
    agent = try values.decodeIfPresent(String.self, forKey: .agent)
    agentOptions = try options(.agentOptions)
    seed = try values.decodeIfPresent(UInt64.self, forKey: .seed)
    run = try values.decodeIfPresent(String.self, forKey: .run)
    minutes = try values.decodeIfPresent(Double.self, forKey: .minutes)
    steps = try values.decodeIfPresent(Int.self, forKey: .steps)
    threads = try values.decodeIfPresent(Int.self, forKey: .threads)
    checkpoints = try values.decodeIfPresent(Int.self, forKey: .checkpoints)
    promotionGames = try values.decodeIfPresent(Int.self, forKey: .promotionGames)
    target = try values.decodeIfPresent(Double.self, forKey: .target)
    try check()
  }

  /// The bounds of the flags, for what stands in a file.
  private func check() throws(ConfigurationError) {
    func refuse(_ key: String, _ allowed: String) -> ConfigurationError {
      ConfigurationError("\(key) must be \(allowed)")
    }
    if let minutes, !(0.01...1_000_000).contains(minutes) {
      throw refuse("minutes", "a number from 0.01 to 1000000")
    }
    if let steps, steps < 1 { throw refuse("steps", "a positive integer") }
    if minutes != nil && steps != nil { throw ConfigurationError("give either minutes or steps") }
    if let threads, !(1...1024).contains(threads) {
      throw refuse("threads", "an integer from 1 to 1024")
    }
    if let checkpoints, !(1...10_000).contains(checkpoints) {
      throw refuse("checkpoints", "an integer from 1 to 10000")
    }
    if let promotionGames, !(0...1_000_000).contains(promotionGames) {
      throw refuse("promotionGames", "an integer from 0 to 1000000")
    }
    if run?.isEmpty ?? false { throw refuse("run", "a folder") }
  }

  private struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

/// A value of an option, written as text, a number or true and false.
private struct OptionText: Decodable {
  let text: String

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let flag = try? value.decode(Bool.self) {
      text = "\(flag)"
    } else if let number = try? value.decode(Int.self) {
      text = "\(number)"
    } else if let number = try? value.decode(Double.self) {
      text = "\(number)"
    } else {
      text = try value.decode(String.self)
    }
  }
}

/// What is wrong with a file of settings, in one line for the user.
public struct ConfigurationError: CallError, Hashable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
