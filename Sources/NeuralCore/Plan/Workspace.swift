/// The memory in which one thread runs a plan: every value, its gradient when training, scratch.
///
/// Allocated once for a number of rows and never again. Everything starts zero, so that borders and
/// padding are zero and stay so.
final class Workspace {
  let plan: Plan
  let rowCapacity: Int
  /// `[value]`: where each value begins. The input's entry is set by the owner before a run.
  let values: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  /// `[value]`: where each gradient begins.
  let gradients: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  let scratch: UnsafeMutablePointer<Float>
  private let block: UnsafeMutableRawPointer
  /// Bytes of the whole workspace.
  let byteCount: Int

  init(_ plan: Plan, rowCapacity: Int, forTraining: Bool) {
    self.plan = plan
    self.rowCapacity = rowCapacity
    // Whole cache lines, and one more each, so that equal strides do not fall on equal lines.
    func room(_ floats: Int) -> Int { (floats + 15) / 16 * 16 + 16 }
    let rooms = plan.values.map { room($0.stride * rowCapacity) }
    let scratchCount = plan.operations.reduce(0) {
      max($0, $1.scratchCount(rows: rowCapacity))
    }
    let valueFloats = rooms.reduce(0, +)
    let floats = valueFloats * (forTraining ? 2 : 1) + room(scratchCount)
    byteCount = floats * MemoryLayout<Float>.size
    block = .allocate(byteCount: byteCount, alignment: 64)
    let start = block.initializeMemory(as: Float.self, repeating: 0, count: floats)
    values = .allocate(capacity: rooms.count)
    gradients = .allocate(capacity: rooms.count)
    var offset = 0
    for (value, room) in rooms.enumerated() {
      (values + value).initialize(to: start + offset)
      (gradients + value).initialize(to: start + offset + (forTraining ? valueFloats : 0))
      offset += room
    }
    scratch = start + (floats - room(scratchCount))
  }

  deinit {
    values.deallocate()
    gradients.deallocate()
    block.deallocate()
  }

  /// What the operations need for a forward run, but for the number of rows.
  func pass(_ network: CompiledNetwork) -> Pass {
    Pass(
      rows: 0, values: values, gradients: gradients, kernels: network.kernels,
      parameters: network.parameters, packed: network.packed, packedBackward: network.packed,
      parameterGradients: scratch, scratch: scratch)
  }
}
