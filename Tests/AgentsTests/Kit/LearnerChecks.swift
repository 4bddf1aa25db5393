import ArenaCore
import Testing
import Training

@testable import Agents
@testable import NeuralCore

/// Checks that hold for every learner.
enum LearnerChecks {
  static func setting(
    _ given: [String: String], _ specs: [OptionSpec], seed: UInt64 = 1, threads: Int = 1
  ) throws -> LearnerSetting {
    LearnerSetting(options: try Options(given, for: specs), seed: seed, threads: threads)
  }

  /// Trains `rounds` rounds of a run of `total`.
  static func train(
    _ learner: any Learner, rounds: Range<Int>, of total: Int
  ) throws {
    for round in rounds { _ = try learner.advance(fraction: Double(round) / Double(total)) }
  }

  /// Saved, restored into a fresh learner and continued, a run ends as if it had never stopped.
  static func checkResuming<World>(_ make: () throws -> any Learner<World>) throws {
    let whole = try make()
    try train(whole, rounds: 0..<12, of: 12)

    let first = try make()
    try train(first, rounds: 0..<6, of: 12)
    var archive = Safetensors()
    first.save(to: &archive)
    // The restored learner has a past of its own that must not shine through.
    let second = try make()
    try train(second, rounds: 0..<2, of: 12)
    try second.restore(from: archive)
    #expect(second.counts == first.counts)
    try train(second, rounds: 6..<12, of: 12)

    #expect(second.network.parameters == whole.network.parameters)
    #expect(second.counts == whole.counts)
    var ends = (Safetensors(), Safetensors())
    whole.save(to: &ends.0)
    second.save(to: &ends.1)
    #expect(ends.0.metadata == ends.1.metadata)
    let (expected, found) = (contents(ends.0), contents(ends.1))
    #expect(expected.keys == found.keys)
    for (name, values) in expected where found[name] != values {
      Issue.record("\(name) is not what it is without the stop")
    }
  }

  /// The bytes of each tensor of an archive: moments, replay, random states and all.
  private static func contents(_ archive: Safetensors) -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for (name, tensor) in archive.sorted {
      tensor.bytes.withBytes { contents[name] = Array($0) }
    }
    return contents
  }

  /// The number of threads changes no bit.
  static func checkThreads<World>(_ make: (Int) throws -> any Learner<World>) throws {
    let learners = (try make(1), try make(2))
    try train(learners.0, rounds: 0..<8, of: 8)
    try train(learners.1, rounds: 0..<8, of: 8)
    #expect(learners.0.network.parameters == learners.1.network.parameters)
    #expect(learners.0.counts == learners.1.counts)
  }

  /// An archive of another learner is refused and leaves the learner as it was.
  static func checkRefusal<World>(
    of other: any Learner<World>, by learner: any Learner<World>
  ) throws {
    try train(learner, rounds: 0..<2, of: 8)
    var archive = Safetensors()
    other.save(to: &archive)
    let (parameters, counts) = (learner.network.parameters, learner.counts)
    #expect(throws: (any Error).self) { try learner.restore(from: archive) }
    #expect(learner.network.parameters == parameters && learner.counts == counts)
  }
}
