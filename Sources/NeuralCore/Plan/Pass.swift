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
  var kernels: Kernels
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

/// One step of a plan: reads some values, writes one.
///
/// Padding and borders of every value and gradient are zero before an operation runs and must be
/// zero after it.
protocol Operation: Sendable {
  /// Floats of scratch needed to pack, and for a run over `rows` rows.
  func scratchCount(rows: Int) -> Int
  /// Reserves room for what `pack` makes of the parameters; by default none.
  mutating func claimPacked(_ ledger: inout PackedLedger)
  /// Brings the parameters into the order and form that the runs read; by default nothing.
  func pack(_ packing: Packing)
  /// Says which gradients `backward` will write. Called in the order of the backward run.
  mutating func claimGradients(_ ledger: inout GradientLedger)
  /// Computes the output value.
  func forward(_ pass: Pass)
  /// From the output's gradient, which it may destroy, adds to the parameters' gradients and writes
  /// or adds to the inputs' gradients as the ledger said.
  func backward(_ pass: Pass)
}

extension Operation {
  func scratchCount(rows: Int) -> Int { 0 }
  mutating func claimPacked(_ ledger: inout PackedLedger) {}
  func pack(_ packing: Packing) {}

  /// The same operation in a box of its own, whose reference count no other thread touches.
  var unshared: any Operation { self }
}

/// How an operation must deliver the gradient of one of its inputs.
enum GradientWrite: Sendable {
  /// Nobody asks for it.
  case skip
  /// It is the first to write there.
  case overwrite
  /// Others have written; it adds.
  case accumulate

  /// The factor of what is there already.
  var beta: Float { self == .accumulate ? 1 : 0 }
}

/// Hands out, in the order of the backward run, who writes a gradient first and who adds to it.
struct GradientLedger {
  private var isWanted: [Bool]
  private var isWritten: [Bool]

  /// - Parameter heads: values whose gradients the caller fills before the backward run.
  init(isWanted: [Bool], heads: [Int]) {
    self.isWanted = isWanted
    isWritten = [Bool](repeating: false, count: isWanted.count)
    for head in heads { isWritten[head] = true }
  }

  mutating func claim(_ value: Int) -> GradientWrite {
    guard isWanted[value] else { return .skip }
    defer { isWritten[value] = true }
    return isWritten[value] ? .accumulate : .overwrite
  }

  /// Values that some operation made and none reads: their gradients are zero.
  var unclaimed: [Int] { isWanted.indices.filter { isWanted[$0] && !isWritten[$0] } }
}
