import ArenaCore
import NeuralCore

extension PolicyGradientLearner {
  /// Fills the rollout: every lane goes on for `steps` steps, through as many episodes as it takes.
  func gather() {
    actor.replace(parameters: trainer.network.parameters)
    judge.replace(parameters: trainer.network.parameters)
    for lane in lanes.indices { observe(lane, into: row(lane, of: actor)) }
    for step in 0..<options.steps {
      actor.run(count: lanes.count)
      if step > 0 { appendNextValues(after: step - 1) }
      var cut: [Int] = []
      for lane in lanes.indices {
        let index = lane * options.steps + step
        act(lane, index: index)
        if rollout.steps[index].continuation == .truncated {
          // Before the lane goes on: this is the observation the episode was cut at.
          observe(lane, into: row(cut.count, of: judge))
          cut.append(index)
        }
        if lanes[lane].world.turn == nil { finish(lane) }
        observe(lane, into: row(lane, of: actor))
      }
      if !cut.isEmpty {
        judge.run(count: cut.count)
        for (place, index) in cut.enumerated() {
          rollout.steps[index].nextValue = judge.output(heads.value)[place]
        }
      }
    }
    actor.run(count: lanes.count)
    appendNextValues(after: options.steps - 1)
    counts.steps += rollout.count
  }

  private func row(_ index: Int, of predictor: Predictor) -> UnsafeMutableBufferPointer<Float> {
    predictor.inputs.row(index, width: rollout.width)
  }

  /// Writes what the seat to move of a lane sees, scaled; of an episode that is over, what the first
  /// seat sees.
  private func observe(_ lane: Int, into row: UnsafeMutableBufferPointer<Float>) {
    let world = lanes[lane].world
    world.observe(as: world.turn ?? .first, into: row)
    if options.normalisesObservations { ObservationScale(moments).apply(to: row) }
  }

  /// Hands the values of the observations after a step to the steps whose episodes go on.
  private func appendNextValues(after step: Int) {
    let values = actor.output(heads.value)
    for lane in lanes.indices {
      let index = lane * options.steps + step
      if rollout.steps[index].continuation.advantageSign != 0 {
        rollout.steps[index].nextValue = values[lane]
      }
    }
  }

  private func act(_ lane: Int, index: Int) {
    guard let seat = lanes[lane].world.turn else { preconditionFailure("lane \(lane) is over") }
    var maskSpan = mask.mutableSpan
    policy.writeLegal(in: lanes[lane].world, into: &maskSpan)
    let log = mask.withUnsafeBufferPointer { mask in
      scratch.withUnsafeMutableBufferPointer { scratch in
        stored.withUnsafeMutableBufferPointer { stored in
          policy.draw(
            row: lane, of: actor, heads: heads.policy, legal: mask, using: &chance,
            scratch: scratch, stored: stored)
        }
      }
    }
    let action = stored.withUnsafeBufferPointer { policy.action(from: $0) }
    let step = lanes[lane].step(action)
    let seen = row(lane, of: actor)
    for (offset, feature) in seen.enumerated() {
      rollout.observations[index * rollout.width + offset] = feature
    }
    for (offset, isLegal) in mask.enumerated() {
      rollout.legal[index * rollout.maskWidth + offset] = isLegal
    }
    for (offset, figure) in stored.enumerated() {
      rollout.actions[index * rollout.actionWidth + offset] = figure
    }
    rollout.logs[index] = log
    let reward =
      options.normalisesRewards
      ? rewardScale.scale(step.reward, lane: lane, isLast: step.isLast) : step.reward
    let continuation: ValuedStep.Continuation =
      step.terminated
      ? .terminated
      : step.truncated ? .truncated : lanes[lane].world.turn == seat ? .sameSeat : .opponent
    rollout.steps[index] = ValuedStep(
      reward: Float(reward), value: actor.output(heads.value)[lane], nextValue: 0,
      continuation: continuation)
    if options.normalisesObservations { note(lane) }
  }

  /// Takes what a lane shows now into the moments of observations, unscaled.
  private func note(_ lane: Int) {
    let world = lanes[lane].world
    moments.insert(world.observation(as: world.turn ?? .first).span)
  }

  private func finish(_ lane: Int) {
    counts.episodes += 1
    statistics.record(total: lanes[lane].total, length: lanes[lane].length)
    begin(lane)
  }

  func begin(_ lane: Int) {
    policy.begin(&lanes[lane], openingPlies: options.openingPlies, using: &chance)
    if options.normalisesObservations { note(lane) }
  }
}
