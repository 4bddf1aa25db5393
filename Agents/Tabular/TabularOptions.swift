public import ArenaCore
import Foundation

/// The options of an agent that learns a table from experience.
public struct TabularOptions: OptionGroup {
  /// What the value of an action moves to.
  public enum Algorithm: String, Sendable, CaseIterable {
    /// The reward and the best action's value in the next state.
    case qLearning = "q-learning"
    /// The reward and the value of the action taken next.
    case sarsa
    /// The reward and the mean value of the actions that may be taken next.
    case expectedSarsa = "expected-sarsa"
    /// All rewards to the end of the episode.
    case monteCarlo = "monte-carlo"

    public var summary: String {
      switch self {
      case .qLearning: "acts by a table learnt from the best next action (Q-learning)"
      case .sarsa: "acts by a table learnt from the next action taken (SARSA)"
      case .expectedSarsa: "acts by a table learnt from the mean of the next actions"
      case .monteCarlo: "acts by a table learnt from whole episodes (Monte Carlo control)"
      }
    }
  }

  var discount = 1.0
  var learningRate = 0.5
  var finalLearningRate = 0.002
  var initialValue = 0.0
  var explorationInitial = 1.0
  var explorationFinal = 0.0
  var explorationFraction = 1.0
  var countsSteps = false

  public init() {}

  /// The defaults of an algorithm.
  public init(_ algorithm: Algorithm) {
    // Learns of the best actions whatever it does, so that it may go on trying others.
    if algorithm == .qLearning { (explorationFinal, explorationFraction) = (0.3, 0.5) }
  }

  public static let fields: [OptionField<Self>] = [
    OptionField("discount", \.discount, 0...1, "what the future counts for, a step"),
    OptionField(
      "learning-rate", \.learningRate, 1e-6...1,
      "how far a value moves to its target, at the start of the run"),
    OptionField(
      "final-learning-rate", \.finalLearningRate, 1e-6...1,
      "the same at the end of the run, moved to by equal factors"),
    OptionField("initial-value", \.initialValue, -1e9...1e9, "the value of what was never tried"),
    OptionField(
      "exploration-initial", \.explorationInitial, 0...1,
      "probability of a random action at the start"),
    OptionField(
      "exploration-final", \.explorationFinal, 0...1,
      "probability of a random action after the first part of the run"),
    OptionField(
      "exploration-fraction", \.explorationFraction, 0...1,
      "the part of the run that exploration falls over"),
    OptionField(
      "time-aware", \.countsSteps,
      "values for each number of steps left, where a time limit cuts episodes"),
  ]

  /// How far a value moves to its target when `fraction` of the run is behind us, 0 ... 1.
  func learningRate(at fraction: Double) -> Double {
    learningRate * pow(finalLearningRate / learningRate, fraction)
  }

  /// The probability of a random action when `fraction` of the run is behind us, 0 ... 1.
  func exploration(at fraction: Double) -> Double {
    guard fraction < explorationFraction else { return explorationFinal }
    let share = fraction / explorationFraction
    return explorationInitial + (explorationFinal - explorationInitial) * share
  }
}

/// The options of an agent that computes its table from the known dynamics.
public struct PlanningOptions: OptionGroup {
  public enum Algorithm: String, Sendable, CaseIterable {
    case valueIteration = "value-iteration"
    case policyIteration = "policy-iteration"

    public var summary: String {
      switch self {
      case .valueIteration: "acts by a table computed from the dynamics, sweep by sweep"
      case .policyIteration: "acts by a table computed from the dynamics, policy by policy"
      }
    }
  }

  var discount = 1.0
  var countsSteps = true

  public init() {}

  public static let fields: [OptionField<Self>] = [
    OptionField("discount", \.discount, 0...1, "what the future counts for, a step"),
    OptionField(
      "time-aware", \.countsSteps,
      "values for each number of steps left, where a time limit cuts episodes"),
  ]
}
