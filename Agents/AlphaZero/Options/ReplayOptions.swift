public import ArenaCore

/// What an AlphaZero run keeps of its games, how it draws from them and what it learns from each.
public struct ReplayOptions: OptionGroup {
  public var window = ReplayWindowSchedule(start: 20_000, exponent: 0.75, cap: 100_000)
  public var surpriseShare = 0.5
  public var usesSymmetry = true
  public var resultWeight = 0.7
  public var trustsProofs = true
  public var validationShare = 0.03

  public init() {}

  public static let fields: [OptionField<Self>] = [
    OptionField(
      "window", \.window.cap, 256...10_000_000, "most positions that the replay window holds"),
    OptionField(
      "window-start", \.window.start, 0...10_000_000,
      "positions in the window before it grows with those played (KataGo's law); 0 is all of window"
    ),
    OptionField(
      "window-exponent", \.window.exponent, 0.1...1,
      "the power of the positions played that the window grows with"),
    OptionField(
      "policy-surprise-weight", \.surpriseShare, 0...1,
      "the share of a game's samples dealt by how much its searches changed the raw policy",
      formerly: "surprise"),
    OptionField("symmetry", \.usesSymmetry, "train on random symmetric images"),
    OptionField(
      "outcome-weight", \.resultWeight, 0...1,
      "the value target: this much of the game's result, the rest of the search's value",
      formerly: "result-weight"),
    OptionField(
      "proven-labels", \.trustsProofs,
      "learn the exact value wherever the search proved it, whatever the game's result"),
    OptionField(
      "validation", \.validationShare, 0...0.5,
      "the share of games kept to measure the network with, never trained on"),
  ]

  init(_ options: Options) throws(OptionError) { self = try Self().applying(options) }
}
