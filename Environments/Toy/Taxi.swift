public import ArenaCore

/// A taxi that fetches a passenger on a 5 x 5 grid with walls; the table and the draws of
/// Gymnasium's Taxi.
///
/// - Rules: the passenger waits at one of four stands and wants to another. A passenger may be set
///   down at any stand, which ends the episode only at the destination.
/// - Actions: 0 south, 1 north, 2 east, 3 west, 4 pick up, 5 drop off. A move into a wall stays; in
///   the rain (`is_rainy`) a move goes to either side with probability 0.1 each.
/// - Observation: one-hot `[500]` of ((row * 5 + column) * 5 + passenger) * 4 + destination; the
///   passenger is at stand 0 to 3 or, 4, in the taxi.
/// - Rewards: -1 a step, 20 for the delivery, -10 for picking up or dropping off where it is not
///   possible.
/// - End: terminated by the delivery.
/// - Start: uniform over the 300 states with the passenger at a stand other than the destination.
/// - Variation: a fickle passenger (`fickle_passenger`) may change the destination, once, after the
///   first move together.
/// - Source: Dietterich 2000; Gymnasium 1.4 `toy_text/taxi.py`.
public struct Taxi: TabularTask {
  public struct Settings: OptionGroup {
    var isRainy = false
    var rainyProbability = 0.8
    var hasFicklePassenger = false
    var fickleProbability = 0.3

    public init() {}

    public static let fields: [OptionField<Self>] = [
      OptionField("is_rainy", \.isRainy, "whether a move may go sideways"),
      OptionField(
        "rainy_probability", \.rainyProbability, 0...1,
        "probability of going where meant in the rain"),
      OptionField(
        "fickle_passenger", \.hasFicklePassenger, "whether the passenger may change the goal"),
      OptionField(
        "fickle_probability", \.fickleProbability, 0...1, "probability that the passenger will"),
    ]
  }

  public static let registrations: [Registration<Settings>] = [
    Registration("Taxi-v4", stepLimit: 200, rewardThreshold: 8)
  ]

  public var process: TabularProcess
  private let fickleProbability: Double?  // nil: the passenger is not fickle, and nothing is drawn
  private var willChangeMind = false

  public init(_ settings: Settings) {
    let dryness = settings.isRainy ? settings.rainyProbability : nil
    process = TabularProcess(Self.table(forwardProbability: dryness))
    fickleProbability = settings.hasFicklePassenger ? settings.fickleProbability : nil
  }

  public mutating func reset(using random: inout RandomSource) {
    process.state = table.sampleStart(using: &random)
    process.isRunning = true
    willChangeMind = fickleProbability.map { random.uniform() < $0 } ?? false
  }

  public mutating func step(_ action: Int, using random: inout RandomSource) -> Step {
    precondition(process.isRunning, "Taxi is over: reset it before the next step")
    precondition(action >= 0 && action < 6, "Taxi has actions 0 to 5, not \(action)")
    let before = TaxiState(process.state)
    let transition = table.sample(process.state, action, using: &random)
    process.state = transition.next
    process.isRunning = !transition.terminates
    if willChangeMind && before.passenger == TaxiState.inTaxi {
      var after = TaxiState(transition.next)
      if after.row != before.row || after.column != before.column {
        willChangeMind = false
        let choice = random.integer(below: 3)
        after.destination = choice < before.destination ? choice : choice + 1
        process.state = after.number
      }
    }
    return Step(reward: transition.reward, terminated: transition.terminates)
  }
}
