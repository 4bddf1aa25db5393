import ArenaCore
import Foundation
import TestKit

/// Reads what `Traces/gymnasium_trace.py` writes and plays it again here.
struct TraceReader: Sendable {
  /// What a replay went through.
  struct Counts: Sendable {
    var seeds = 0
    var steps = 0
    var terminations = 0
    var truncations = 0
  }

  private enum Line {
    case seed(UInt64)
    case reset([UInt64])
    case step(action: UInt64, reward: UInt64, flags: UInt64, [UInt64])
  }

  let lines: @Sendable () throws -> AnyIterator<Substring>

  /// Reads stored text.
  init(text: String) {
    lines = { AnyIterator(text.split(separator: "\n").makeIterator()) }
  }

  /// Reads a file while it is being written, a pipe for example.
  init(_ handle: FileHandle) {
    lines = {
      var buffer = Data()
      var pending: [Substring] = []
      return AnyIterator {
        while pending.isEmpty {
          let chunk = handle.readData(ofLength: 1 << 16)
          buffer += chunk
          // Whole lines only; the rest waits for the next chunk.
          let end = chunk.isEmpty ? buffer.endIndex : buffer.lastIndex(of: UInt8(ascii: "\n"))
          guard let end, !buffer.isEmpty else {
            if chunk.isEmpty { return nil }
            continue
          }
          let text = String(decoding: buffer[..<end], as: UTF8.self)
          pending = text.split(separator: "\n").reversed()
          buffer = Data(buffer[end...].dropFirst())
        }
        return pending.removeLast()
      }
    }
  }

  /// Plays the actions and compares every word.
  func replay<World: Environment>(
    in world: World, words: (World) -> [UInt64], action: (UInt64) -> World.Action
  ) throws -> Counts {
    var world = world
    var random = RandomSource(seed: 0)
    var counts = Counts()
    let iterator = try lines()
    while let text = iterator.next() {
      let place = { "step \(counts.steps) of seed number \(counts.seeds)" }
      switch try Self.parse(text) {
      case .seed(let seed):
        random = RandomSource(seed: seed)
        counts.seeds += 1
      case .reset(let expected):
        world.reset(using: &random)
        guard words(world) == expected else {
          throw Failure("\(place()): reset \(Self.hex(words(world))), not \(Self.hex(expected))")
        }
      case .step(let played, let reward, let flags, let expected):
        let step = world.step(action(played), using: &random)
        counts.steps += 1
        counts.terminations += step.terminated ? 1 : 0
        counts.truncations += step.truncated ? 1 : 0
        let stepFlags: UInt64 = (step.terminated ? 1 : 0) + (step.truncated ? 2 : 0)
        let actual = [step.reward.bitPattern, stepFlags] + words(world)
        guard actual == [reward, flags] + expected else {
          throw Failure(
            "\(place()): \(Self.hex(actual)), not \(Self.hex([reward, flags] + expected))")
        }
      }
    }
    return counts
  }

  private static func hex(_ words: [UInt64]) -> String {
    words.map { String($0, radix: 16) }.joined(separator: " ")
  }

  private static func parse(_ text: Substring) throws -> Line {
    let fields = text.split(separator: " ")
    func words(_ slice: ArraySlice<Substring>) throws -> [UInt64] {
      try slice.map { field in
        guard let word = UInt64(field, radix: 16) else { throw Failure("bad word in: \(text)") }
        return word
      }
    }
    switch fields.first {
    case "seed":
      guard fields.count == 2, let seed = UInt64(fields[1]) else { break }
      return .seed(seed)
    case "reset": return .reset(try words(fields[1...]))
    case "step":
      guard fields.count > 5, fields[2] == ":" else { break }
      let numbers = try words([fields[1]] + fields[3...])
      return .step(
        action: numbers[0], reward: numbers[1], flags: numbers[2], Array(numbers[3...]))
    default: break
    }
    throw Failure("not a line of a trace: \(text)")
  }
}
