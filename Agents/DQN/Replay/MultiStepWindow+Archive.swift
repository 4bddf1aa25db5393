import NeuralCore
import Training

extension MultiStepWindow {
  func save(to archive: inout Safetensors, as name: String) {
    archive.set(name + ".place", [UInt64(first), UInt64(count)])
    archive.set(name + ".observations", observations)
    archive.set(name + ".actions", actions.map { UInt64($0) })
    archive.set(name + ".returns", returns)
    archive.set(name + ".scales", scales)
    archive.set(name + ".learnt", areLearnt.map { $0 ? UInt8(1) : 0 })
  }

  mutating func restore(from archive: Safetensors, as name: String, actionCount: Int) throws {
    let place = try archive.array(name + ".place", as: UInt64.self, count: 2)
    let actions = try archive.array(name + ".actions", as: UInt64.self, count: length)
    guard place[0] < length, place[1] < length, actions.allSatisfy({ $0 < actionCount }) else {
      throw RunError.mismatch("\(name) is no window of \(length) steps")
    }
    // States of older runs lack it: all was learnt.
    let areLearnt =
      archive.names.contains(name + ".learnt")
      ? try archive.array(name + ".learnt", as: UInt8.self, count: length).map { $0 != 0 }
      : [Bool](repeating: true, count: length)
    observations = try archive.finiteArray(
      name + ".observations", as: Float.self, count: length * width)
    returns = try archive.finiteArray(name + ".returns", as: Double.self, count: length)
    scales = try archive.finiteArray(name + ".scales", as: Double.self, count: length)
    self.areLearnt = areLearnt
    self.actions = actions.map { Int($0) }
    first = Int(place[0])
    count = Int(place[1])
  }
}
