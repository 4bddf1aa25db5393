import ArenaCore

/// What an AlphaZero run keeps of its games, how it draws from them and what it learns from each.
public struct ReplayOptions: Sendable {
  static let specs = [
    OptionSpec(
      "window", .integer(256...10_000_000), standard: "100000",
      "most positions that the replay window holds"),
    OptionSpec(
      "window-start", .integer(0...10_000_000), standard: "20000",
      "positions in the window before it grows with those played (KataGo's law); 0 is all of window"
    ),
    OptionSpec(
      "window-exponent", .number(0.1...1), standard: "0.75",
      "the power of the positions played that the window grows with"),
    OptionSpec(
      "surprise", .number(0...1), standard: "0.5",
      "the share of a game's samples dealt by how much its searches changed the raw policy"),
    OptionSpec("symmetry", .flag, standard: "true", "train on random symmetric images"),
    OptionSpec(
      "result-weight", .number(0...1), standard: "0.7",
      "the value target: this much of the game's result, the rest of the search's value"),
    OptionSpec(
      "proven-labels", .flag, standard: "true",
      "learn the exact value wherever the search proved it, whatever the game's result"),
    OptionSpec(
      "validation", .number(0...0.5), standard: "0.03",
      "the share of games kept to measure the network with, never trained on"),
  ]

  public var window: WindowLaw
  public var surpriseShare: Double
  public var usesSymmetry: Bool
  public var resultWeight: Double
  public var trustsProofs: Bool
  public var validationShare: Double

  init(_ options: Options) {
    window = WindowLaw(
      start: options.integer("window-start"), exponent: options.number("window-exponent"),
      cap: options.integer("window"))
    surpriseShare = options.number("surprise")
    usesSymmetry = options.flag("symmetry")
    resultWeight = options.number("result-weight")
    trustsProofs = options.flag("proven-labels")
    validationShare = options.number("validation")
  }
}
