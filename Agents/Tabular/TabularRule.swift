/// How a table learns from single steps and from whole episodes.
///
/// Apart from the learner, whose type depends on its world: this is the same code for every task.
struct TabularRule: Sendable {
  /// A step of an episode.
  struct Moment: Sendable {
    var state: Int
    var action: Int
    /// The index of the values that counted, by the steps left.
    var horizon: Int
    var reward: Double
  }

  /// What follows a step: the next state and the action that will be taken there.
  struct Next: Sendable {
    var state: Int
    var action: Int
    /// Whether the action was drawn at random, and is then the same whatever the steps left.
    var explores: Bool
    /// The probability of that.
    var epsilon: Double
  }

  let algorithm: TabularOptions.Algorithm
  let options: TabularOptions
  var table: ActionTable
  /// How far values move to their targets.
  var rate = 1.0
  private var future: [Double]  // [horizons]: what the next state is worth

  init(_ algorithm: TabularOptions.Algorithm, _ options: TabularOptions, _ table: ActionTable) {
    self.algorithm = algorithm
    self.options = options
    self.table = table
    future = [Double](repeating: 0, count: table.horizons)
  }

  /// Moves the values of a step's action to its reward and what the next state is worth.
  ///
  /// - Parameter next: nil after a termination.
  mutating func learn(_ step: Moment, next: Next?) {
    if let next { look(at: next) }
    let rate = rate
    let place = table.place(step.state, step.action)
    let (reward, discount) = (step.reward, next == nil ? 0 : options.discount)
    let (horizons, isTimed) = (table.horizons, table.isTimed)
    future.withUnsafeBufferPointer { future in
      table.values.withUnsafeMutableBufferPointer { values in
        // With one step left nothing comes after it.
        let last = isTimed ? 0 : future[0]
        values[place] += rate * (reward + discount * last - values[place])
        for horizon in 1..<max(1, horizons) {
          let index = place &+ horizon
          let target = reward + discount * future[horizon &- 1]
          values[index] += rate * (target - values[index])
        }
      }
    }
  }

  /// Writes what a state is worth for every number of steps left to `future`.
  private mutating func look(at next: Next) {
    let (horizons, actionCount) = (table.horizons, table.actionCount)
    let first = table.place(next.state, 0)
    let takesRandom = algorithm == .sarsa && next.explores
    let spread = algorithm == .expectedSarsa ? next.epsilon : 0
    future.withUnsafeMutableBufferPointer { future in
      table.values.withUnsafeBufferPointer { values in
        let start = takesRandom ? first + next.action * horizons : first
        for horizon in 0..<horizons { future[horizon] = values[start &+ horizon] }
        guard !takesRandom else { return }
        for action in 1..<actionCount {
          let row = first + action * horizons
          for horizon in 0..<horizons {
            let value = values[row &+ horizon]
            future[horizon] = future[horizon] > value ? future[horizon] : value
          }
        }
        guard spread > 0 else { return }
        let share = spread / Double(actionCount)
        for horizon in 0..<horizons { future[horizon] *= 1 - spread }
        for action in 0..<actionCount {
          let row = first + action * horizons
          for horizon in 0..<horizons { future[horizon] += share * values[row &+ horizon] }
        }
      }
    }
  }

  /// Moves the values of an episode's actions to the rewards that followed them.
  mutating func learn(fromEpisode episode: [Moment]) {
    var followed = 0.0
    for step in episode.reversed() {
      followed = step.reward + options.discount * followed
      let index = table.place(step.state, step.action) + step.horizon
      table.values[index] += rate * (followed - table.values[index])
    }
  }
}
