import ArenaCore
import Environments

/// How fast a task steps.
enum StepBenchmark {
  /// - Parameter actions: taken in turn, over and over; drawn before, so that only steps are timed.
  static func measure<World: Environment>(
    _ start: World, actions: [World.Action], named name: String
  ) -> [Measurement] {
    var random = RandomSource(seed: 2)
    var world = start
    world.reset(using: &random)
    var sum = 0.0
    let single = Stopwatch.rate {
      for action in actions {
        let step = world.step(action, using: &random)
        sum += step.reward
        if step.isLast { world.reset(using: &random) }
      }
      return actions.count
    }
    precondition(sum.isFinite)
    return [
      Measurement(
        area: "environments", subject: name, metric: "steps with resets", value: single,
        unit: "steps/s")
    ]
  }
}
