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
  /// `[scratchCount]`.
  let scratch: UnsafeMutablePointer<Float>
  let scratchCount: Int
  private let memory: AlignedMemory<Float>
  /// Bytes of the whole workspace.
  var byteCount: Int { memory.elements.count * MemoryLayout<Float>.size }

  init(_ plan: Plan, rowCapacity: Int, forTraining: Bool) {
    self.plan = plan
    self.rowCapacity = rowCapacity
    let rooms = plan.values.map { AlignedMemory<Float>.room($0.stride * rowCapacity) }
    scratchCount = plan.scratchCount(rows: rowCapacity)
    let valueFloats = rooms.reduce(0, +)
    let scratchStart = valueFloats * (forTraining ? 2 : 1)
    memory = AlignedMemory(count: scratchStart + scratchCount)
    let start = memory.start
    values = .allocate(capacity: rooms.count)
    gradients = .allocate(capacity: rooms.count)
    var offset = 0
    for (value, room) in rooms.enumerated() {
      (values + value).initialize(to: start + offset)
      (gradients + value).initialize(to: start + offset + (forTraining ? valueFloats : 0))
      offset += room
    }
    scratch = start + scratchStart
  }

  deinit {
    values.deallocate()
    gradients.deallocate()
  }

  /// What the operations need for a forward run, but for the number of rows.
  func pass(_ network: CompiledNetwork) -> Pass {
    Pass(
      rows: 0, values: values, gradients: gradients, kernels: network.kernels,
      parameters: network.parameters, packed: network.packed, packedBackward: network.packed,
      parameterGradients: scratch, scratch: scratch)
  }
}
