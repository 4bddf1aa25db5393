import Kernels

/// What the operations of a plan work on during one run over `rows` rows.
///
/// Pointers, not arrays: a pass is made once per chunk and read by every operation, and nothing in
/// it may count references or check uniqueness.
struct Pass {
  /// The number of rows in this run.
  var rows: Int
  /// `[value]`: where each value's rows begin.
  var values: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  /// `[value]`: where each value's gradients begin; the same layout as the values.
  var gradients: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  /// The build of the inner loops.
  var kernels: any KernelSet.Type
  /// The network's flat block.
  var parameters: UnsafePointer<Float>
  /// What the operations packed of the parameters, each at its own offset.
  var packed: UnsafePointer<Float>
  /// What they packed for the backward run.
  var packedBackward: UnsafePointer<Float>
  /// Gradients of the flat block, to be added to.
  var parameterGradients: UnsafeMutablePointer<Float>
  /// At least as many floats as the most that any operation asked for.
  var scratch: UnsafeMutablePointer<Float>
}
