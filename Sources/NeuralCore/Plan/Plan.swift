/// An architecture worked out: every shape inferred, every parameter placed, and the operations in
/// the order they run. Predictors and trainers walk the same plan.
struct Plan: Sendable {
  /// Value 0 is the network's input.
  let values: [Value]
  let operations: [any Operation]
  /// `[head]`: the values that are the outputs; all of the plain layout and all different.
  let heads: [Int]
  let blocks: [ParameterBlock]
  let parameterCount: Int
  /// Values whose gradient no operation writes.
  let unreadValues: [Int]
  /// Room for what operations pack of the parameters.
  let packed: PackedLedger
  /// Products and sums of one row's forward run by the definition of each layer.
  let operationCount: Int

  /// No network may have more parameters than this, so that a hostile file cannot ask for memory.
  static let largestParameterCount = 1 << 28

  /// Whether convolutions are computed by their definition.
  let isDirect: Bool

  /// The parameters lie the same in every plan of an architecture.
  ///
  /// - Parameters:
  ///   - isInference: whether normalisations use running statistics and are folded away.
  ///   - rows: the rows of a run, if they are few.
  ///   - givesInputGradients: whether the backward run reaches the network's input.
  init(
    _ architecture: Architecture, isInference: Bool = false, isDirect: Bool = false,
    rows: Int? = nil, givesInputGradients: Bool = false
  ) throws(ArchitectureError) {
    self.isDirect = isDirect
    var builder = try PlanBuilder(
      input: architecture.input, isInference: isInference, isDirect: isDirect, rows: rows,
      givesInputGradients: givesInputGradients)
    guard !architecture.heads.isEmpty else { throw ArchitectureError("a network needs a head") }
    let trunk = try builder.build(architecture.trunk, from: 0, path: "trunk")
    builder.pin(trunk)
    var heads: [Int] = []
    for head in architecture.heads {
      guard !head.name.isEmpty, !["trunk", "input"].contains(head.name), !head.name.contains("."),
        architecture.heads.count(where: { $0.name == head.name }) == 1
      else {
        throw ArchitectureError("\"\(head.name)\" is no name for a head, or not its only one")
      }
      let top = try builder.build(head.layers, from: trunk, path: head.name)
      heads.append(builder.output(of: top))
    }
    var ledger = GradientLedger(isWanted: builder.isWanted, heads: heads)
    for index in builder.operations.indices.reversed() {
      builder.operations[index].claimGradients(&ledger)
    }
    var packed = PackedLedger()
    for index in builder.operations.indices { builder.operations[index].claimPacked(&packed) }
    self.packed = packed
    values = builder.values
    operations = builder.operations
    operationCount = operations.reduce(0) {
      $0 + (($1 as? any LinearOperation)?.productCount ?? 0) * 2
    }
    self.heads = heads
    blocks = builder.blocks
    parameterCount = builder.parameterCount
    unreadValues = ledger.unclaimed
  }

  /// Floats of scratch for packing and for runs of `rows` rows.
  func scratchCount(rows: Int) -> Int {
    operations.reduce(0) { max($0, $1.scratchCount(rows: rows)) }
  }

  /// Rows that predictors run through the whole network together: enough to share the weights, few
  /// enough that activations stay in the cache.
  var group: Int {
    operations.reduce(64) { group, operation in
      (operation as? WinogradOperation).map { min(group, $0.round) } ?? group
    }
  }

  /// Rows that trainers run through the whole network together, unless told otherwise.
  var shard: Int {
    values[0].shape.count < 1024 && values.allSatisfy { $0.layout == .plain } ? 64 : 32
  }
}

/// The size of the fewest parts of at most `limit` that `rows` rows divide into, all but the last
/// the same: 64 by at most 9 is eights, not nines and a single row that costs nearly as much.
@inline(__always)
func evenPart(of rows: Int, upTo limit: Int) -> Int {
  let parts = max(1, (rows &+ limit &- 1) / limit)
  return (rows &+ parts &- 1) / parts
}
