public import ArenaCore
public import Match

/// An event as clients of each version read it. `moved`, of which there are most, is written by the
/// lobby straight into its buffer.
public struct WireEvent: Sendable, Hashable {
  /// In the second version.
  public let line: String
  /// In the first version; nil where that has no word for it.
  public let former: String?

  private init(_ kind: EventDescriptor, _ rest: String, former: String? = nil) {
    line = "\(kind.word) \(rest)"
    self.former = kind.former == kind.usage ? line : former
  }

  /// What a game's clocks show: `58200 60000`.
  public typealias Clocks = String

  // MARK: Games

  public static func start(
    _ table: Int, offer: Int, _ terms: GameTerms, names: String, role: String
  ) -> Self {
    Self(
      Events.start, "\(table) \(offer) \(terms.text(in: .second)) \(names) \(role)",
      former: formerStart(table, terms, names, role))
  }

  public static func resume(
    _ table: Int, _ terms: GameTerms, names: String, role: String
  ) -> Self {
    Self(
      Events.resume, "\(table) \(terms.text(in: .second)) \(names) \(role)",
      former: formerStart(table, terms, names, role))
  }

  private static func formerStart(
    _ table: Int, _ terms: GameTerms, _ names: String, _ role: String
  ) -> String { "start \(table) \(terms.text(in: .first)) \(names) \(role)" }

  /// - Parameters:
  ///   - state: what stands behind `state TABLE` in the first version.
  ///   - current: what stands behind it in the second.
  public static func position(_ table: Int, _ current: String, former state: String) -> Self {
    Self(Events.position, "\(table) \(current)", former: "state \(table) \(state)")
  }

  public static func clock(_ table: Int, time: String, _ clocks: Clocks) -> Self {
    Self(Events.clock, "\(table) \(time) \(clocks)")
  }

  public static func drawOffered(_ table: Int, by seat: Seat) -> Self {
    Self(Events.drawOffered, "\(table) \(seat.name)")
  }

  public static func takebackOffered(_ table: Int, by seat: Seat, to ply: Int) -> Self {
    Self(Events.takebackOffered, "\(table) \(seat.name) \(ply)")
  }

  public static func takenBack(
    _ table: Int, to ply: Int, turn: String, _ clocks: Clocks, former state: String
  ) -> Self {
    Self(
      Events.takenBack, "\(table) \(ply) \(turn) \(clocks)", former: "state \(table) \(state)")
  }

  public static func result(_ table: Int, _ outcome: Outcome, _ cause: GameRecord.Cause) -> Self {
    let winner = outcome.winner?.name ?? "draw"
    return Self(
      Events.result,
      "\(table) \(winner) \(cause.rawValue) \(WordForm.score(of: outcome)) "
        + "\(WordForm.margin(of: outcome)) \(outcome.reason)",
      former: "result \(table) \(winner) \(cause.rawValue) \(outcome.reason)")
  }

  /// A game that was broken off: nobody won or lost.
  public static func aborted(_ table: Int, _ reason: String) -> Self {
    Self(
      Events.result, "\(table) none aborted - - \(reason)",
      former: "result \(table) none aborted \(reason)")
  }

  /// - Parameter standing: `RATING INTERVAL`.
  public static func rated(_ game: String, _ name: String, _ standing: String) -> Self {
    Self(
      Events.rated, "\(game) \(name) \(standing)", former: "rating \(game) \(name) \(standing)")
  }

  // MARK: Offers

  public static func challenged(
    _ offer: Int, by name: String, _ terms: GameTerms, _ seat: Proposal.SeatWish
  ) -> Self {
    Self(
      Events.challenged, "\(offer) \(name) \(terms.text(in: .second)) \(seat.rawValue)",
      former: "challenge \(offer) \(name) \(terms.text(in: .first)) \(seat.rawValue)")
  }

  public static func declined(_ offer: Int, by name: String) -> Self {
    Self(Events.declined, "\(offer) \(name)")
  }

  public static func cancelled(_ offer: Int) -> Self { Self(Events.cancelled, "\(offer)") }

  // MARK: Words

  public static func said(_ table: Int, _ name: String, _ text: String) -> Self {
    Self(Events.said, "\(table) \(name) \(text)")
  }

  /// One line of a board.
  public static func diagram(_ table: Int, _ text: String) -> Self {
    Self(Events.diagram, "\(table) \(text)")
  }

  /// What the server's operator has to say to everybody.
  public static func note(_ text: String) -> Self { Self(Events.note, text) }

  public static func bye(_ text: String) -> Self { Self(Events.bye, text) }
}
