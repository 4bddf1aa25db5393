import ArenaCore
import Environments
import TestKit

/// A task of the catalog with its type erased, as tests take it as an argument.
struct TaskCase: Sendable, CustomStringConvertible {
  let name: String
  let settings: [String: String]
  let stepLimit: Int?
  /// Plays the trace's actions; throws a failure that names its first line that differs.
  let replay: @Sendable (TraceReader) throws -> TraceReader.Counts
  /// Checks everything that an environment promises.
  let checkConformance: @Sendable () throws -> Void

  var description: String {
    ([name] + settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
      .joined(separator: ",")
  }

  /// Whether it is a control task, under its latest name and with its default settings.
  var isStandardControl: Bool {
    settings.isEmpty
      && [
        "CartPole-v1", "MountainCar-v0", "MountainCarContinuous-v0", "Acrobot-v1", "Pendulum-v1",
      ].contains(name)
  }

  /// A control task: `state` gives the numbers of its float64 state.
  private init<Task: GymnasiumTask & DiscreteEnvironment>(
    _ type: Task.Type, _ name: String, _ settings: [String: String] = [:],
    state: @escaping @Sendable (Task) -> [Double]
  ) {
    self.init(
      type, name, settings, words: { controlWords($0, state: state($0.base)) }, action: { Int($0) },
      random: { task, random in
        random.below(task.actionCount)
      })
  }

  private init<Task: GymnasiumTask & ContinuousEnvironment>(
    _ type: Task.Type, _ name: String, _ settings: [String: String] = [:],
    state: @escaping @Sendable (Task) -> [Double]
  ) {
    self.init(
      type, name, settings, words: { controlWords($0, state: state($0.base)) },
      action: { [Float(bitPattern: UInt32($0)), 0, 0, 0] },
      random: { task, random in
        let bounds = task.actionBounds[0]
        let width = Double(bounds.upperBound - bounds.lowerBound)
        return [bounds.lowerBound + Float(1.5 * width * (random.uniform() - 0.25)), 0, 0, 0]
      })
  }

  /// A toy task: its observation as whole numbers.
  private init<Task: GymnasiumTask & DiscreteEnvironment>(
    _ type: Task.Type, _ name: String, _ settings: [String: String] = [:],
    numbers: @escaping @Sendable (Task) -> [Int]
  ) {
    self.init(
      type, name, settings, words: { numbers($0.base).map { UInt64($0) } }, action: { Int($0) },
      random: { task, random in
        random.below(task.actionCount)
      })
  }

  private init<Task: GymnasiumTask>(
    _ type: Task.Type, _ name: String, _ settings: [String: String],
    words: @escaping @Sendable (TimeLimit<Task>) -> [UInt64],
    action: @escaping @Sendable (UInt64) -> Task.Action,
    random: @escaping @Sendable (TimeLimit<Task>, inout RandomSource) -> Task.Action
  ) {
    self.name = name
    self.settings = settings
    stepLimit = Task.registrations.first { $0.name == name }?.stepLimit
    @Sendable func make() throws -> TimeLimit<Task> {
      guard let registration = Task.registrations.first(where: { $0.name == name }) else {
        throw Failure("\(Task.self) is not registered as \(name)")
      }
      return try Task.make(registration, settings)
    }
    replay = { try $0.replay(in: try make(), words: words, action: action) }
    checkConformance = {
      try TaskConformance(try make(), randomAction: random).check(episodes: 5)
    }
  }

  /// Every registered name, and the variations that Gymnasium has.
  static let all: [TaskCase] = [
    TaskCase(CartPole.self, "CartPole-v1", state: cartPole),
    TaskCase(CartPole.self, "CartPole-v0", state: cartPole),
    TaskCase(CartPole.self, "CartPole-v1", ["sutton_barto_reward": "true"], state: cartPole),
    TaskCase(MountainCar.self, "MountainCar-v0") { [$0.position, $0.velocity] },
    TaskCase(MountainCar.self, "MountainCar-v0", ["goal_velocity": "0.02"]) {
      [$0.position, $0.velocity]
    },
    TaskCase(MountainCarContinuous.self, "MountainCarContinuous-v0") {
      [$0.position, $0.velocity]
    },
    TaskCase(Acrobot.self, "Acrobot-v1") { task in (0..<4).map { task.state[$0] } },
    TaskCase(Pendulum.self, "Pendulum-v1") { [$0.angle, $0.angularVelocity] },
    TaskCase(Pendulum.self, "Pendulum-v1", ["g": "9.81"]) { [$0.angle, $0.angularVelocity] },
    TaskCase(FrozenLake.self, "FrozenLake-v1") { [$0.state] },
    TaskCase(FrozenLake.self, "FrozenLake-v1", ["is_slippery": "false"]) { [$0.state] },
    TaskCase(FrozenLake.self, "FrozenLake8x8-v1") { [$0.state] },
    TaskCase(FrozenLake.self, "FrozenLake8x8-v1", ["success_rate": "0.7"]) { [$0.state] },
    TaskCase(CliffWalking.self, "CliffWalking-v1") { [$0.state] },
    TaskCase(CliffWalking.self, "CliffWalkingSlippery-v1") { [$0.state] },
    TaskCase(Taxi.self, "Taxi-v4") { [$0.state] },
    TaskCase(Taxi.self, "Taxi-v4", ["is_rainy": "true", "fickle_passenger": "true"]) {
      [$0.state]
    },
    TaskCase(Blackjack.self, "Blackjack-v1", numbers: blackjack),
    TaskCase(
      Blackjack.self, "Blackjack-v1", ["sab": "false", "natural": "true"], numbers: blackjack),
  ]

  @Sendable private static func cartPole(_ task: CartPole) -> [Double] {
    [task.position, task.velocity, task.angle, task.angularVelocity]
  }

  @Sendable private static func blackjack(_ task: Blackjack) -> [Int] {
    [task.player.sum, task.openCard, task.player.hasUsableAce ? 1 : 0]
  }
}

/// The bits of a control task's state and of its observation.
private func controlWords(_ task: some Environment, state: [Double]) -> [UInt64] {
  state.map(\.bitPattern) + task.observation(as: .first).map { UInt64($0.bitPattern) }
}
