import Agents
import ArenaCore

/// Options of the players that need nothing trained, and of those that draw from a trained network.

struct UCTOptions: OptionGroup {
  var simulations = 1000

  static let fields: [OptionField<Self>] = [
    OptionField("simulations", \.simulations, 1...10_000_000, "simulations a move")
  ]
}

/// How a player judges positions that are not over.
enum EstimateChoice: String, CaseIterable, Sendable {
  /// By the game's own heuristic.
  case heuristic
  /// Not at all: only results count.
  case none
}

struct OnePlyOptions: OptionGroup {
  var estimate = EstimateChoice.none

  static let fields: [OptionField<Self>] = [
    OptionField("estimate", \.estimate, "the game's own heuristic, or none: only results count")
  ]
}

struct AlphaBetaOptions: OptionGroup {
  var depth = 4
  var estimate = EstimateChoice.heuristic

  static let fields: [OptionField<Self>] = [
    OptionField("depth", \.depth, 1...100, "plies that it looks ahead"),
    OptionField("estimate", \.estimate, "the game's own heuristic, or none: only results count"),
  ]
}

struct PerfectPlayerOptions: OptionGroup {
  var style = PerfectStyle.any

  static let fields: [OptionField<Self>] = [
    OptionField("style", \.style, "any best move, or the fastest win and slowest loss")
  ]
}

struct GTPOptions: OptionGroup {
  var command = ""
  var seconds = 60

  static let fields: [OptionField<Self>] = [
    OptionField(
      "command", \.command,
      "the shell command that starts it, in quotes if it has commas; {seed} in it becomes a number"),
    OptionField(
      "seconds", \.seconds, 1...86_400,
      "how long it may take for an answer, where the clock leaves more"),
  ]
}

/// How a player draws from its network's outputs.
struct DrawingOptions: OptionGroup {
  var temperature = 0.0

  static let fields: [OptionField<Self>] = [
    OptionField(
      "temperature", \.temperature, 0...100, "0 plays the best action, above 0 at random")
  ]
}
