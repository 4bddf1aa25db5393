/// What somebody must know of a board game who has no rules of it: a client of a server, say.
public struct GameGuide: Sendable, Hashable {
  /// How moves are written.
  public var notation: String
  /// What each plane of an observation shows, `[channels]`.
  public var planes: [String]
  /// What options must have in common; nil where each is limited by itself.
  public var limits: String?

  public init(notation: String = "", planes: [String] = [], limits: String? = nil) {
    self.notation = notation
    self.planes = planes
    self.limits = limits
  }
}
