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

  /// The plan for runs of at most `rows` rows, or of any number.
  func inferencePlan(rows: Int?) -> Plan {
    guard let rows, rows <= PlanBuilder.fewRows, !inferencePlan.isDirect,
      let plan = try? Plan(architecture, isInference: true, rows: rows)
    else { return inferencePlan }
    return plan
  }

  /// Floats of one row of a head's output.
  public func outputWidth(_ head: Int) -> Int { plan.values[plan.heads[head]].shape.count }

  /// The number of the head called `name`; nil when there is none.
  public func head(named name: String) -> Int? {
    architecture.heads.firstIndex { $0.name == name }
  }
}

extension Network {
  /// A table for people: every tensor with its shape and size, then heads and totals.
  public var summary: String {
    var lines = ["input \(architecture.input)"]
    let width = layout.map(\.name.count).max() ?? 0
    for block in layout {
      let name = block.name + String(repeating: " ", count: width - block.name.count)
      let shape = block.shape.map(String.init).joined(separator: " x ")
      let note = block.isTrainable ? "" : "  (measured, not trained)"
      lines.append("  \(name)  \(shape) = \(block.count)\(note)")
    }
    for (index, head) in architecture.heads.enumerated() {
      lines.append("head \(head.name) [\(outputWidth(index))]")
    }
    let bytes = parameters.count * MemoryLayout<Float>.size
    lines.append("\(parameters.count) parameters, \((bytes + 1023) / 1024) KiB")
    return lines.joined(separator: "\n")
  }
}

extension Network {
  /// The same network without the heads after the first `count`: what a player needs of one that
  /// was trained with auxiliary heads.
  ///
  /// The parameters of trunk and earlier heads come first, so this is a prefix of them.
  ///
  /// - Precondition: `count` is from 1 to the number of heads.
  public func keepingHeads(_ count: Int) -> Network {
    precondition(
      (1...architecture.heads.count).contains(count),
      "\(count) of \(architecture.heads.count) heads cannot be kept")
    var shorter = architecture
    shorter.heads.removeLast(shorter.heads.count - count)
    guard var network = try? Network(zeros: shorter) else {
      preconditionFailure("a network without some heads made no plan: \(shorter)")
    }
    network.parameters = Array(parameters.prefix(network.parameters.count))
    return network
  }
}

extension CompiledNetwork {
  /// - Parameters:
  ///   - kernels: the build of the inner loops; nil is the fastest this processor can run.
  ///   - rows: the most rows that a run is to have. One or two run by smaller Winograd tiles, with
  ///     more products and fewer weights to read than many. The outputs of a row depend on which of
  ///     the two plans it is in their last bits, but not on the number of rows.
  public convenience init(_ network: Network, kernels: KernelBuild? = nil, rows: Int? = nil) {
    self.init(
      network.inferencePlan(rows: rows), parameters: network.parameters,
      kernels: (kernels ?? .best).kernels)
  }
}
