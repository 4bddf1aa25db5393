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
  /// Computes a thread's share of the output value; by default the first thread's is the whole.
  func forward(_ pass: Pass, _ share: Share)
  /// From the output's gradient, which it may destroy, adds to the parameters' gradients and writes
  /// or adds to the inputs' gradients as the ledger said.
  func backward(_ pass: Pass)
}

extension Operation {
  func scratchCount(rows: Int) -> Int { 0 }
  mutating func claimPacked(_ ledger: inout PackedLedger) {}
  func pack(_ packing: Packing) {}

  func forward(_ pass: Pass, _ share: Share) { share.alone { forward(pass) } }

  /// The same operation in a box of its own, whose reference count no other thread touches.
  var unshared: any Operation { self }
}
