/// One kind of line that a client reads without having asked for it.
///
/// All of them stand in `Events`; `WireEvent` makes the lines. PROTOCOL.md has a row for each in its
/// table of events.
public struct EventDescriptor: Sendable, Hashable {
  /// The first word of the line.
  public let word: String
  /// The form of the whole line: `declined OFFER NAME`.
  public let usage: String
  /// Its form in the first version of the protocol; nil where that has no word for it.
  public let former: String?

  init(_ usage: String, former: String?) {
    word = String(usage.prefix { $0 != " " })
    self.usage = usage
    self.former = former
  }

  /// An event that is the same in all versions.
  init(_ usage: String) { self.init(usage, former: usage) }
}

/// All events of the protocol, in the order of PROTOCOL.md's table. No answer has a line that begins
/// with one of their words.
public enum Events {
  public static let all = [
    start, resume, position, moved, clock, drawOffered, takebackOffered, takenBack, result, rated,
    challenged, declined, cancelled, said, diagram, note, bye,
  ]

  static let start = EventDescriptor(
    "start TABLE OFFER GAME OPTIONS CLOCK RULES FIRST SECOND ROLE",
    former: "start TABLE GAME OPTIONS CLOCK FIRST SECOND ROLE")
  static let resume = EventDescriptor(
    "resume TABLE GAME OPTIONS CLOCK RULES FIRST SECOND ROLE",
    former: "start TABLE GAME OPTIONS CLOCK FIRST SECOND ROLE")
  static let position = EventDescriptor(
    "position TABLE PLY TURN TIME MS MS MOVE ...", former: "state TABLE PLY TURN MS MS MOVE ...")
  static let moved = EventDescriptor("moved TABLE PLY SEAT MOVE TURN MS MS")
  static let clock = EventDescriptor("clock TABLE TIME MS MS", former: nil)
  static let drawOffered = EventDescriptor("draw-offered TABLE SEAT")
  static let takebackOffered = EventDescriptor("takeback-offered TABLE SEAT PLY", former: nil)
  static let takenBack = EventDescriptor(
    "taken-back TABLE PLY TURN MS MS", former: "state TABLE PLY TURN MS MS MOVE ...")
  static let result = EventDescriptor(
    "result TABLE WINNER CAUSE SCORE MARGIN TEXT", former: "result TABLE WINNER CAUSE TEXT")
  static let rated = EventDescriptor(
    "rated GAME NAME RATING INTERVAL", former: "rating GAME NAME RATING INTERVAL")
  static let challenged = EventDescriptor(
    "challenged OFFER NAME GAME OPTIONS CLOCK RULES SEAT",
    former: "challenge OFFER NAME GAME OPTIONS CLOCK SEAT")
  static let declined = EventDescriptor("declined OFFER NAME")
  static let cancelled = EventDescriptor("cancelled OFFER")
  static let said = EventDescriptor("said TABLE NAME TEXT", former: nil)
  static let diagram = EventDescriptor("diagram TABLE TEXT", former: nil)
  static let note = EventDescriptor("note TEXT")
  static let bye = EventDescriptor("bye TEXT")
}
