import NeuralCore
import Training

extension ReplayBuffer {
  func save(to archive: inout Safetensors) {
    archive.set("replay.total", [UInt64(total)])
    archive.set("replay.observations", observations)
    archive.set("replay.actions", actions)
    archive.set("replay.returns", returns)
    archive.set("replay.discounts", discounts)
    archive.set("replay.next-observations", nextObservations)
    let legal = nextLegal.map { $0 ? UInt8(1) : 0 }
    archive.set("replay.next-legal", legal)
  }

  mutating func restore(from archive: Safetensors) throws {
    let words = try archive.array("replay.total", as: UInt64.self, count: 1)
    guard words[0] <= 1 << 53 else {
      throw RunError.mismatch("replay.total is \(words[0]), which is no count up to 2^53")
    }
    let total = Int(words[0])
    let count = min(total, capacity)
    let actions = try archive.array("replay.actions", as: Int32.self, count: count)
    guard actions.allSatisfy({ $0 >= 0 && $0 < actionCount }) else {
      throw RunError.mismatch("replay.actions has actions that the world has not")
    }
    let legal = try archive.array(
      "replay.next-legal", as: UInt8.self, count: count * actionCount)
    let returns = try archive.finiteArray("replay.returns", as: Float.self, count: count)
    let discounts = try archive.finiteArray("replay.discounts", as: Float.self, count: count)
    let observations = try archive.finiteArray(
      "replay.observations", as: Float.self, count: count * width)
    let next = try archive.finiteArray(
      "replay.next-observations", as: Float.self, count: count * width)
    self.total = total
    self.actions = actions
    self.returns = returns
    self.discounts = discounts
    self.observations = observations
    nextObservations = next
    nextLegal = legal.map { $0 != 0 }
  }
}
