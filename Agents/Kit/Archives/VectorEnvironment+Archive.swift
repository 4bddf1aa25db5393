import ArenaCore
import Environments
import NeuralCore
import Training

/// Running episodes in a learner's saved state: the random stream that each began with and the
/// actions since. Playing them again rebuilds the environments bit for bit.
extension VectorEnvironment where Base.Action: ArchivedAction {
  func save(to archive: inout Safetensors) {
    for slot in 0..<count { archive.set(Self.name(of: slot), words(of: slot)) }
  }

  /// - Throws: `RunError.mismatch`, changing nothing, for what is no episode of this environment.
  mutating func restore(from archive: Safetensors) throws {
    var restored = self
    for slot in 0..<count {
      let words = try archive.values(Self.name(of: slot), as: UInt64.self)
      guard restored.restore(words, at: slot) else {
        throw RunError.mismatch("\(Self.name(of: slot)) is no episode of this environment")
      }
    }
    self = restored
  }

  private static func name(of slot: Int) -> String { "environment.\(slot).episode" }

  /// How many words the random stream has, the stream, the actions.
  func words(of slot: Int) -> [UInt64] {
    let episode = episode(at: slot)
    let start = episode.start.words
    return [UInt64(start.count)] + start + episode.actions.flatMap(\.words)
  }

  mutating func restore(_ words: [UInt64], at slot: Int) -> Bool {
    guard let length = words.first, length > 0, length < words.count,
      let start = RandomSource(words: Array(words[1...Int(length)]))
    else { return false }
    let size = Base.Action.wordCount
    let rest = words[(Int(length) + 1)...]
    guard rest.count % size == 0 else { return false }
    var actions: [Base.Action] = []
    for offset in stride(from: rest.startIndex, to: rest.endIndex, by: size) {
      guard let action = Base.Action(words: rest[offset..<(offset + size)]) else { return false }
      actions.append(action)
    }
    return replay(actions, from: start, at: slot) { environment, action in
      guard let environment = environment as? any DiscreteEnvironment, let action = action as? Int
      else { return true }
      return (0..<environment.actionCount).contains(action) && environment.isLegal(action)
    }
  }
}
