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
  private let memory: UnsafeMutableRawPointer

  /// - Parameter kernels: the build of the inner loops; nil is the fastest this processor can run.
  public convenience init(_ network: Network, kernels: KernelBuild? = nil) {
    self.init(
      network.inferencePlan, parameters: network.parameters, kernels: (kernels ?? .best).kernels)
  }

  init(_ plan: Plan, parameters new: [Float], kernels: any KernelSet.Type) {
    precondition(
      new.count == plan.parameterCount,
      "the network has \(plan.parameterCount) parameters, not \(new.count)")
    self.plan = plan
    self.kernels = kernels
    let parameterRoom = (new.count + 15) / 16 * 16 + 16
    let floats = parameterRoom + plan.packed.forward
    memory = .allocate(byteCount: floats * MemoryLayout<Float>.size, alignment: 64)
    let start = memory.initializeMemory(as: Float.self, repeating: 0, count: floats)
    for (index, parameter) in new.enumerated() { start[index] = parameter }
    parameters = UnsafePointer(start)
    packed = UnsafePointer(start + parameterRoom)
    let scratchCount = plan.operations.reduce(1) { max($0, $1.scratchCount(rows: 1)) }
    withUnsafeTemporaryAllocation(
      byteCount: scratchCount * MemoryLayout<Float>.size, alignment: 64
    ) { bytes in
      let scratch = bytes.initializeMemory(as: Float.self, repeating: 0)
      guard let scratch = scratch.baseAddress else { return }
      let packing = Packing(
        kernels: kernels, parameters: UnsafePointer(start), forward: start + parameterRoom,
        backward: nil, scratch: scratch)
      for operation in plan.operations { operation.pack(packing) }
    }
  }

  deinit { memory.deallocate() }
}
