public import ArenaCore

/// Copies of a control task as a `TaskSession`.
public struct VectorTask<Task: Environment>: TaskSession {
  private var copies: VectorEnvironment<Task>
  public let actions: TaskActions
  /// What numbers mean; nil where they are no action.
  private let action: @Sendable (ArraySlice<Float>) -> Task.Action?
  private var chosen: [Task.Action] = []

  private init(
    _ task: Task, count: Int, seed: UInt64, _ actions: TaskActions,
    _ action: @escaping @Sendable (ArraySlice<Float>) -> Task.Action?
  ) {
    copies = VectorEnvironment(task, count: count, seed: seed)
    self.actions = actions
    self.action = action
  }

  public var count: Int { copies.count }
  public var observationCount: Int { copies.featureCount }
  public var steps: [Step] { copies.steps }
  public var observations: [Float] { copies.observations }

  public mutating func step(_ numbers: [Float]) throws(TaskError) {
    let width = actions.width
    guard numbers.count == count * width else {
      throw TaskError(
        "\(count) copies take \(count * width) numbers, not \(numbers.count)")
    }
    chosen.removeAll(keepingCapacity: true)
    for copy in 0..<count {
      let part = numbers[copy * width..<(copy + 1) * width]
      guard let action = action(part) else {
        throw TaskError("\(part.map { "\($0)" }.joined(separator: " ")) is no action: \(allowed)")
      }
      chosen.append(action)
    }
    copies.step(chosen)
  }

  private var allowed: String {
    switch actions {
    case .discrete(let count): "it must be an integer from 0 to \(count - 1)"
    case .continuous(let bounds): "it must be \(bounds.count) finite numbers"
    }
  }
}

extension VectorTask where Task: DiscreteEnvironment {
  public init(_ task: Task, count: Int, seed: UInt64) {
    let range = 0..<task.actionCount
    self.init(task, count: count, seed: seed, .discrete(task.actionCount)) { numbers in
      numbers.first.flatMap { Int(exactly: $0) }.flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension VectorTask where Task: ContinuousEnvironment {
  public init(_ task: Task, count: Int, seed: UInt64) {
    self.init(task, count: count, seed: seed, .continuous(task.actionBounds)) { numbers in
      guard numbers.allSatisfy(\.isFinite) else { return nil }
      var action = ContinuousAction()
      for (lane, number) in numbers.enumerated() { action[lane] = number }
      return action
    }
  }
}
