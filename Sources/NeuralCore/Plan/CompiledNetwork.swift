import Kernels

/// A network made ready to run forward: its plan, and its parameters packed and transformed.
///
/// Immutable, so any number of predictors on any threads may share one.
///
/// `@unchecked Sendable` because the memory it points to is written in `init` only.
public final class CompiledNetwork: @unchecked Sendable {
  let plan: Plan
  let kernels: any KernelSet.Type
  let parameters: UnsafePointer<Float>
  let packed: UnsafePointer<Float>
  private let memory: AlignedMemory<Float>

  init(_ plan: Plan, parameters new: [Float], kernels: any KernelSet.Type) {
    precondition(
      new.count == plan.parameterCount,
      "the network has \(plan.parameterCount) parameters, not \(new.count)")
    self.plan = plan
    self.kernels = kernels
    let parameterRoom = AlignedMemory<Float>.room(new.count)
    memory = AlignedMemory(count: parameterRoom + plan.packed.forward)
    let start = memory.start
    start.update(from: new, count: new.count)
    parameters = UnsafePointer(start)
    packed = UnsafePointer(start + parameterRoom)
    let scratch = AlignedMemory<Float>(count: plan.scratchCount(rows: 1))
    let packing = Packing(
      kernels: kernels, parameters: UnsafePointer(start), forward: start + parameterRoom,
      backward: nil, scratch: scratch.start)
    Subnormals.flushed { for operation in plan.operations { operation.pack(packing) } }
  }
}
