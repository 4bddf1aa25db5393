public import ArenaCore
import Foundation

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

  /// Reads a file's text.
  ///
  /// - Parameter source: the file's name, for messages.
  /// - Throws: `ConfigurationError` naming the key that is wrong.
  public init(_ text: String, source: String) throws(ConfigurationError) {
    do { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) } catch let error
      as ConfigurationError
    {
      throw ConfigurationError("\(source): \(error)")
    } catch DecodingError.typeMismatch(_, let context) {
      throw Self.refusal(of: source, context, "is of the wrong kind")
    } catch DecodingError.valueNotFound(_, let context) {
      throw Self.refusal(of: source, context, "cannot be null")
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

  /// What is wrong with the value at a place of a file.
  private static func refusal(
    of source: String, _ context: DecodingError.Context, _ reason: String
  ) -> ConfigurationError {
    let key = context.codingPath.map(\.stringValue).joined(separator: ".")
    guard !key.isEmpty else {
      return ConfigurationError("\(source) must be a JSON object of settings")
    }
    return ConfigurationError("\(source): \(key) \(reason)")
  }

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
    // A number that does not fit its key is an error of the decoder's own, without the key.
    func value<Value: Decodable>(_ key: CodingKeys) throws -> Value? {
      do { return try values.decodeIfPresent(Value.self, forKey: key) } catch {
        throw Self.refusal(key)
      }
    }
    environment = try value(.environment)
    environmentOptions = try options(.environmentOptions)
    agent = try value(.agent)
    agentOptions = try options(.agentOptions)
    seed = try value(.seed)
    run = try value(.run)
    minutes = try value(.minutes)
    steps = try value(.steps)
    threads = try value(.threads)
    checkpoints = try value(.checkpoints)
    promotionGames = try value(.promotionGames)
    target = try value(.target)
    try check()
  }

  /// What the values of the keys must be, as those of the flags.
  private static func refusal(_ key: CodingKeys) -> ConfigurationError {
    let allowed =
      switch key {
      case .environment: "the name of a game or a task"
      case .agent: "the name of an agent"
      case .environmentOptions, .agentOptions: "an object of options"
      case .seed: "an integer from 0 to \(UInt64.max)"
      case .run: "a folder"
      case .minutes: "a number from 0.01 to 1000000"
      case .steps: "a positive integer"
      case .threads: "an integer from 1 to 1024"
      case .checkpoints: "an integer from 1 to 10000"
      case .promotionGames: "an integer from 0 to 1000000"
      case .target: "a number"
      }
    return ConfigurationError("\(key.rawValue) must be \(allowed)")
  }

  private func check() throws(ConfigurationError) {
    func require(_ isAllowed: Bool?, _ key: CodingKeys) throws(ConfigurationError) {
      guard isAllowed ?? true else { throw Self.refusal(key) }
    }
    try require(minutes.map((0.01...1_000_000).contains), .minutes)
    try require(steps.map { $0 >= 1 }, .steps)
    if minutes != nil && steps != nil { throw ConfigurationError("give either minutes or steps") }
    try require(threads.map((1...1024).contains), .threads)
    try require(checkpoints.map((1...10_000).contains), .checkpoints)
    try require(promotionGames.map((0...1_000_000).contains), .promotionGames)
    try require(run.map { !$0.isEmpty }, .run)
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
