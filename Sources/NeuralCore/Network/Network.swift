/// An architecture with its parameters: a value, all of whose weights are one flat block.
public struct Network: Sendable {
  /// What the network looks like.
  public let architecture: Architecture
  /// `[parameterCount]`: every tensor after the other, as `layout` says.
  ///
  /// Plainly stored, so that changing one element copies nothing; the count is checked where the
  /// network is used.
  public var parameters: [Float]
  /// How it is trained, and how it is run.
  private(set) var plan: Plan
  private(set) var inferencePlan: Plan

  /// Where each tensor lives in `parameters`, in order and without gaps.
  public var layout: [ParameterBlock] { plan.blocks }

  /// A network with freshly drawn parameters.
  ///
  /// - Throws: `ArchitectureError` when shapes do not fit together.
  public init(
    _ architecture: Architecture, using random: inout some RandomNumberGenerator
  ) throws(ArchitectureError) {
    try self.init(zeros: architecture)
    for block in layout {
      block.initial.fill(&parameters[block.range], shape: block.shape, using: &random)
    }
  }

  /// A network whose parameters are all zero, to be filled by the caller.
  public init(zeros architecture: Architecture) throws(ArchitectureError) {
    plan = try Plan(architecture)
    inferencePlan = try Plan(architecture, isInference: true)
    self.architecture = architecture
    parameters = [Float](repeating: 0, count: plan.parameterCount)
  }

  /// The same network, computed by direct convolutions: slower, and with rounding errors an order
  /// of magnitude smaller than Winograd's. For comparisons.
  public var convolvingDirectly: Network {
    var network = self
    guard let plan = try? Plan(architecture, isDirect: true),
      let inferencePlan = try? Plan(architecture, isInference: true, isDirect: true)
    else { preconditionFailure("a network's architecture made no plan: \(architecture)") }
    network.plan = plan
    network.inferencePlan = inferencePlan
    return network
  }

  /// Floats of one row of a head's output.
  public func outputWidth(_ head: Int) -> Int { plan.values[plan.heads[head]].shape.count }

  /// The number of the head called `name`; nil when there is none.
  public func head(named name: String) -> Int? {
    architecture.heads.firstIndex { $0.name == name }
  }
}
