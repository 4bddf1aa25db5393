import ArenaCore

/// The options of a DQN learner, with standard values that are known to work.
public struct DQNOptions: Sendable {
  var trunk: TrunkOptions
  var lanes: Int
  var round: Int
  var updates: Int
  var batch: Int
  var capacity: Int
  var warmUp: Int
  var sync: Int
  var discount: Double
  var multiStep: Int
  var learningRate: Ramp
  var exploration: Ramp
  var loss: ValueLoss
  var largestGradient: Float?
  var isDouble: Bool
  var isDueling: Bool
  /// The exponent of priorities; 0 draws evenly.
  var priority: Double
  var correction: Ramp
  var openingPlies: Int

  /// - Parameter forGames: standard values for two-player games instead of control tasks.
  public static func specs(forGames: Bool) -> [OptionSpec] {
    TrunkOptions.specs(hidden: "128x128", activation: "relu") + [
      OptionSpec(
        "lanes", .integer(1...4096), standard: forGames ? "16" : "8", "worlds played side by side"),
      OptionSpec(
        "round", .integer(1...1_000_000), standard: "256", "steps between two bouts of learning"),
      OptionSpec(
        "updates", .integer(1...1_000_000), standard: forGames ? "32" : "128",
        "optimiser steps a bout"),
      OptionSpec(
        "batch", .integer(1...65_536), standard: forGames ? "256" : "64",
        "experiences an optimiser step learns from"),
      OptionSpec(
        "window", .integer(1...100_000_000), standard: "100000",
        "experiences that the replay buffer holds"),
      OptionSpec(
        "warm-up", .integer(0...100_000_000), standard: forGames ? "5000" : "1000",
        "steps of random play before the first bout"),
      OptionSpec(
        "sync", .integer(1...100_000_000), standard: forGames ? "2048" : "256",
        "steps after which the target network takes the weights, in whole rounds"),
      OptionSpec(
        "discount", .number(0...1), standard: forGames ? "1" : "0.99",
        "what the future counts for, a step"),
      OptionSpec(
        "multi-step", .integer(1...1000), standard: forGames ? "1" : "3",
        "rewards summed before the bootstrap"),
      OptionSpec(
        "rate", .number(0...1), standard: "0.001",
        "Adam's learning rate"),
      OptionSpec(
        "last-rate", .number(0...1), standard: "0.0001",
        "the rate at the end of the run, moved to in a straight line"),
      OptionSpec(
        "exploration", .number(0...1), standard: forGames ? "0.3" : "0.04",
        "probability of a random action after the first part of the run"),
      OptionSpec(
        "first-exploration", .number(0...1), standard: "1", "the same, at the start"),
      OptionSpec(
        "exploration-part", .number(0...1), standard: "0.16",
        "the part of the run that exploration falls over"),
      OptionSpec(
        "loss", .choice(ValueLoss.allCases.map(\.rawValue)), standard: "huber",
        "how errors are weighed"),
      OptionSpec(
        "largest-gradient", .number(0...1e9), standard: "10",
        "norm that gradients are cut to; 0 for none"),
      OptionSpec(
        "double", .flag, standard: "true", "the online network picks the action that is judged"),
      OptionSpec("dueling", .flag, standard: "false", "separate streams for value and advantage"),
      OptionSpec(
        "priority", .number(0...1), standard: "0",
        "exponent of prioritised replay; 0 draws evenly"),
      OptionSpec(
        "correction", .number(0...1), standard: "0.4",
        "exponent that prioritised replay is corrected by at first; 1 at the end"),
      OptionSpec(
        "opening-plies", .integer(0...10_000), standard: forGames ? "6" : "0",
        "random moves that a game of self-play may start with"),
    ]
  }

  /// - Throws: `OptionError` for values that do not go together.
  init(_ options: Options) throws(OptionError) {
    trunk = try TrunkOptions(options)
    lanes = options.integer("lanes")
    round = options.integer("round")
    updates = options.integer("updates")
    batch = options.integer("batch")
    capacity = options.integer("window")
    warmUp = options.integer("warm-up")
    sync = options.integer("sync")
    discount = options.number("discount")
    multiStep = options.integer("multi-step")
    learningRate = Ramp(
      start: options.number("rate"), end: options.number("last-rate"))
    exploration = Ramp(
      start: options.number("first-exploration"), end: options.number("exploration"),
      duration: options.number("exploration-part"))
    loss = ValueLoss(rawValue: options.text("loss")) ?? .huber
    let largest = options.number("largest-gradient")
    largestGradient = largest > 0 ? Float(largest) : nil
    isDouble = options.flag("double")
    isDueling = options.flag("dueling")
    priority = options.number("priority")
    correction = Ramp(start: options.number("correction"), end: 1)
    openingPlies = options.integer("opening-plies")
    guard round % lanes == 0 else {
      throw .conflict("round must be a multiple of lanes: \(round) is none of \(lanes)")
    }
  }
}
