import ArenaCore
import Foundation
import TestKit
import Testing

/// Files and lines with random damage: the program ends by itself, soon, and with one line that names
/// the file where it refuses it.
///
/// The long run is 2,000 mutants.
@Suite(.serialized) struct MutationTests {
  private static let mutantsOfKind = runsLongTests ? 250 : 4

  private static let actions = (0..<40).map { "\($0 % 2)" }.joined(separator: "\n") + "\n"

  /// What a person types, and what a program sends to `arena rules`.
  private static let talk = "help\nb2\nundo\na1\nlegal\nplay c3\nundo\nshow\nreset\nplay a1\nc1\n"

  @Test func `damage never traps or hangs the program, and its line names the file`() throws {
    try withEmptyFolder { folder in
      let run = "mutant-run"
      let trained = try Program.run(
        [
          "train", "tic-tac-toe", "--agent", "dqn", "--steps", "200", "--checkpoints", "1", "--run",
          run, "--option", "hidden=8", "--promotion-games", "0",
        ], in: folder)
      try #require(trained.status == 0, "\(trained.errors)")
      try Self.actions.write(
        toFile: folder + "/mutant-actions", atomically: true, encoding: .utf8)
      let versus = ["tournament", "tic-tac-toe", "--player", "random", "--games", "1", "--player"]
      let network = "\(run)/checkpoints/000001.safetensors"
      let kinds: [(file: String, call: [String])] = [
        (network, versus + ["dqn:run=\(run),checkpoint=1"]),
        (network, ["net", "describe", network]),
        ("\(run)/run.json", versus + ["dqn:run=\(run),checkpoint=last"]),
        ("\(run)/run.json", ["evaluate", run, "--solver", "--positions", "1"]),
        ("\(run)/models.json", ["models", run]),
        ("mutant-actions", ["rollout", "CartPole-v1", "--actions", "mutant-actions"]),
      ]
      var random = RandomSource(seed: 12)
      for (file, call) in kinds {
        let path = URL(fileURLWithPath: "\(folder)/\(file)")
        let whole = try Data(contentsOf: path)
        for number in 0..<Self.mutantsOfKind {
          try Self.mutant(of: whole, using: &random).write(to: path)
          let end = try Self.run(call, in: folder, input: Data())
          let name = "mutant \(number) of \(file) in arena \(call[0])"
          Self.check(end, name)
          if end.status != 0 {
            #expect(end.errors.contains("mutant-"), "\(name): \(end.errors)")
          }
        }
        try whole.write(to: path)
      }
    }
  }

  @Test(arguments: [["rules", "hex"], ["play", "gomoku", "--against", "random"]])
  func `damaged lines are answered, not followed into the ground`(call: [String]) throws {
    try withEmptyFolder { folder in
      var random = RandomSource(seed: 13)
      for number in 0..<Self.mutantsOfKind {
        let lines = Self.mutant(of: Data(Self.talk.utf8), using: &random)
        let end = try Self.run(call, in: folder, input: lines)
        Self.check(end, "mutant \(number) of the lines for arena \(call[0])")
        #expect(end.status == 0, "\(end.errors)")
      }
    }
  }

  private static func check(_ end: End, _ name: String) {
    #expect(!end.wasSignalled, "\(name): signal \(end.status)")
    #expect([0, 1, 2].contains(end.status), "\(name): \(end.status)")
    #expect(end.errors.count { $0 == "\n" } == (end.status == 0 ? 0 : 1), "\(name): \(end.errors)")
    #expect(end.errors.utf8.count < 1000, "\(name): \(end.errors)")
  }

  /// The bytes with one to three damages.
  private static func mutant(of whole: Data, using random: inout RandomSource) -> Data {
    var bytes = [UInt8](whole)
    for _ in 0...random.below(3) where !bytes.isEmpty {
      let place = random.below(bytes.count)
      switch random.below(6) {
      case 0: bytes[place] ^= 1 << UInt8(random.below(8))
      case 1: bytes[place] = UInt8(random.below(256))
      case 2: bytes.removeSubrange(place...)
      case 3:
        let inserted = (0...random.below(20)).map { _ in UInt8(random.below(256)) }
        bytes.insert(contentsOf: inserted, at: place)
      case 4:
        let end = min(bytes.count, place + 1 + random.below(20))
        bytes.removeSubrange(place..<end)
      default:
        let digits = bytes.indices.filter { (48...57).contains(bytes[$0]) }
        guard !digits.isEmpty else { continue }
        bytes[digits[random.below(digits.count)]] = UInt8(48 + random.below(10))
      }
    }
    return Data(bytes)
  }

  /// How the program ended.
  private struct End {
    let status: Int32
    let wasSignalled: Bool
    let errors: String
  }

  /// Runs the program, which is killed should it not end.
  private static func run(_ call: [String], in folder: String, input: Data) throws -> End {
    let names = ["in", "out", "err"].map { "\(folder)/.\($0)" }
    try input.write(to: URL(fileURLWithPath: names[0]))
    for name in names[1...] { try Data().write(to: URL(fileURLWithPath: name)) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = call
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SWIFT_BACKTRACE": "enable=no"]
    ) { $1 }
    process.standardInput = FileHandle(forReadingAtPath: names[0])
    process.standardOutput = FileHandle(forWritingAtPath: names[1])
    process.standardError = FileHandle(forWritingAtPath: names[2])
    try process.run()
    let identifier = process.processIdentifier
    let killer = DispatchWorkItem { kill(identifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: killer)
    process.waitUntilExit()
    killer.cancel()
    return End(
      status: process.terminationStatus,
      wasSignalled: process.terminationReason == .uncaughtSignal,
      errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: names[2])), as: UTF8.self))
  }
}
