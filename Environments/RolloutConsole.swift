public import ArenaCore

/// The machine interface to a task as it goes: one command a line in, one JSON object a line out.
///
/// | command | answer |
/// |---|---|
/// | `reset`, `reset SEED` | `{"observation": ...}`; without a seed the random stream goes on |
/// | an action, a continuous one as numbers | a step, as of `Rollout` |
/// | `spaces` | `{"action": ..., "observation": ...}`: `n` of numbers from 0, `low` and `high` of a box, `shape` of numbers without bounds, `tuple` of several sizes |
///
/// A bad command answers `{"error": "..."}` and changes nothing.
public struct RolloutConsole<World: TextObserved> {
  private var rollout: Rollout<World>
  private let read: (Rollout<World>, String) throws -> [World.Action]
  private let actionSpace: String
  private var isRunning = false

  /// - Parameter read: the actions of a text, one a line.
  public init(
    _ rollout: Rollout<World>, actionSpace: String,
    read: @escaping (Rollout<World>, String) throws -> [World.Action]
  ) {
    self.rollout = rollout
    self.actionSpace = actionSpace
    self.read = read
  }

  /// The answer to a line, without its end.
  public mutating func answer(to line: String) -> String {
    let words = line.words()
    switch words.first {
    case nil: return Self.refusal("an empty line is no command")
    case "reset":
      guard words.count <= 2, words.count == 1 || UInt64(words[1]) != nil else {
        return Self.refusal("reset takes a seed, a whole number, or nothing")
      }
      isRunning = true
      return rollout.begin(seed: words.count == 2 ? UInt64(words[1]) : nil)
    case "spaces": return "{\"action\": \(actionSpace), \"observation\": \(observationSpace)}"
    default:
      guard isRunning, rollout.world.turn != nil else {
        return Self.refusal("no episode is running: reset begins one")
      }
      do {
        let actions = try read(rollout, line)
        guard actions.count == 1 else { return Self.refusal("one action a line") }
        return rollout.act(actions[0])
      } catch { return Self.refusal("\(error)") }
    }
  }

  private var observationSpace: String {
    let count = rollout.world.observationShape.count
    if let sizes = rollout.world.tupleSizes { return "{\"tuple\": \(sizes)}" }
    // A fresh task may be undefined before its first episode.
    var first = rollout
    let isNumber = !first.begin(seed: 0).contains("[")
    return isNumber ? "{\"n\": \(count)}" : "{\"shape\": \(count)}"
  }

  private static func refusal(_ text: String) -> String {
    let plain = text.replacing("\\", with: "/").replacing("\"", with: "'")
    return "{\"error\": \"\(String(plain.unicodeScalars.filter { $0.value >= 32 }))\"}"
  }
}
