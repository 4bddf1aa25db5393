public import ArenaCore

/// Games of others that an AlphaZero run learns from before it plays its own.
public struct PretrainingOptions: OptionGroup {
  /// The folder that `arena data import` wrote; empty for none.
  public var folder = ""
  public var epochs = 4

  public init() {}

  public static let fields: [OptionField<Self>] = [
    OptionField(
      "from-games", \.folder, "folder of arena data import whose games are learnt from first"),
    OptionField(
      "from-games-epochs", \.epochs, 1...1000, "times that each of their positions is learnt from"),
  ]
}
