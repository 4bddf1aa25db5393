public import ArenaCore
public import Environments

/// How fast a task steps, alone and as many copies at once, compiled for it by whoever measures it.
public enum StepBenchmark {
  /// - Parameters:
  ///   - actions: taken in turn, over and over; drawn before, so that only steps are timed.
  ///   - seconds: how long each of the five runs of a figure lasts.
  @inlinable public static func measure<World: Environment>(
    _ start: World, actions: [World.Action], named name: String, seconds: Double
  ) -> [BenchmarkResult] {
    func row(_ metric: String, _ value: Double, _ unit: String) -> BenchmarkResult {
      BenchmarkResult(area: "environments", subject: name, metric: metric, value: value, unit: unit)
    }
    return [
      row("steps with resets", singly(start, actions, seconds, observing: false), "steps/s"),
      row(
        "observed steps with resets", singly(start, actions, seconds, observing: true), "steps/s"),
      row(
        "observed steps with resets, \(actions.count) at once", atOnce(start, actions, seconds),
        "steps/s"),
      row("state", Double(MemoryLayout<World>.size), "bytes"),
    ]
  }

  /// Actions that are drawn evenly.
  public static func randomActions(
    _ count: Int, in world: some DiscreteEnvironment, using random: inout RandomSource
  ) -> [Int] {
    (0..<count).map { _ in random.below(world.actionCount) }
  }

  /// Actions that are drawn evenly within the bounds.
  public static func randomActions(
    _ count: Int, in world: some ContinuousEnvironment, using random: inout RandomSource
  ) -> [ContinuousAction] {
    (0..<count).map { _ in
      var action = ContinuousAction()
      for (index, bounds) in world.actionBounds.enumerated() {
        action[index] = Float.random(in: bounds, using: &random)
      }
      return action
    }
  }

  @inlinable static func singly<World: Environment>(
    _ start: World, _ actions: [World.Action], _ seconds: Double, observing: Bool
  ) -> Double {
    var features = [Float](repeating: 0, count: start.observationShape.count)
    var random = RandomSource(seed: 2)
    var world = start
    world.reset(using: &random)
    var sum = 0.0
    let rate = Stopwatch.rate(seconds: seconds) {
      for action in actions {
        let step = world.step(action, using: &random)
        sum += step.reward
        if step.isLast { world.reset(using: &random) }
        if observing {
          var span = features.mutableSpan
          world.observe(as: .first, into: &span)
        }
      }
      return actions.count
    }
    precondition(sum.isFinite)
    return rate
  }

  @inlinable static func atOnce<World: Environment>(
    _ start: World, _ actions: [World.Action], _ seconds: Double
  ) -> Double {
    // Rotated from step to step: with one action over and over, episodes would be short.
    let rows = (0..<64).map { row in
      actions.indices.map { actions[($0 + 61 * row) % actions.count] }
    }
    var worlds = VectorEnvironment(start, count: actions.count, seed: 2)
    var sum = 0.0
    let rate = Stopwatch.rate(seconds: seconds) {
      for row in rows {
        worlds.step(row)
        sum += worlds.steps[0].reward
      }
      return rows.count * actions.count
    }
    precondition(sum.isFinite)
    return rate
  }
}
