import ArenaCore
import NeuralCore

extension DQNLearner {
  /// Every lane goes on for its share of a round.
  func gather(exploration: Double) {
    actingPredictor.replace(parameters: trainer.network.parameters)
    for lane in lanes.indices { observe(lane) }
    for _ in 0..<(options.trainFrequency / lanes.count) {
      actingPredictor.run(count: lanes.count)
      for lane in lanes.indices { act(lane, exploration: exploration) }
    }
    counts.steps += options.trainFrequency
  }

  /// Shows the actingPredictor the lane's running episode.
  private func observe(_ lane: Int) {
    let world = lanes[lane].world
    guard let seat = world.turn else { preconditionFailure("lane \(lane) is over") }
    world.observe(as: seat, into: actorRow(lane))
  }

  private func actorRow(_ lane: Int) -> UnsafeMutableBufferPointer<Float> {
    actingPredictor.inputs.row(lane, width: width)
  }

  private func act(_ lane: Int, exploration: Double) {
    guard let seat = lanes[lane].world.turn else { preconditionFailure("lane \(lane) is over") }
    var span = legal.mutableSpan
    lanes[lane].world.writeLegal(into: &span)
    let action: Int
    if chance.uniform() < exploration {
      action = legal.span.randomTrue(using: &chance)
    } else {
      var row = rowValues.mutableSpan
      values.read(row: lane, of: actingPredictor, into: &row)
      action = ActionValues.best(of: rowValues.span, legal: legal.span)
    }
    let step = lanes[lane].step(action)
    let world = lanes[lane].world
    let mover = world.turn ?? seat
    var nextSpan = next.mutableSpan
    world.observe(as: mover, into: &nextSpan)
    var nextLegalSpan = nextLegal.mutableSpan
    world.writeLegal(into: &nextLegalSpan)
    let before = buffer.total
    windows[lane].append(
      observation: UnsafeBufferPointer(actorRow(lane)).span, action: action, reward: step.reward,
      passesTurn: mover != seat, end: MultiStepWindow.End(step), next: next.span,
      nextLegal: nextLegal.span, to: &buffer)
    for total in before..<buffer.total { sampler.insert(total % buffer.capacity) }
    if step.isLast {
      counts.episodes += 1
      statistics.record(total: lanes[lane].total, length: lanes[lane].length)
      lanes[lane].begin(openingPlies: options.openingPlies, using: &chance)
      observe(lane)
    } else {
      _ = actorRow(lane).update(from: next)
    }
  }
}

extension MultiStepWindow.End {
  init(_ step: Step) {
    self = step.terminated ? .terminated : step.truncated ? .truncated : .none
  }
}
