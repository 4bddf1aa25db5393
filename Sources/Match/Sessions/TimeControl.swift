/// How much thinking time a game allows.
public enum TimeControl: Sendable, Hashable {
  /// No limit.
  case unlimited
  /// So long for every move.
  case perMove(Duration)
  /// So long for the whole game, and so much more after every move, but never more than `cap` on the
  /// clock, if there is one. Without an increment it is sudden death.
  case fischer(initial: Duration, increment: Duration, cap: Duration? = nil)
  /// So long for the game, and then as many periods: a move within one leaves it whole, one that
  /// takes longer uses it up.
  case byoYomi(main: Duration, periods: Int, period: Duration)
  /// So long for the game, and then periods in which so many moves must be made.
  case canadian(main: Duration, period: Duration, moves: Int)

  /// What `init` reads, for people.
  public static let forms =
    "none, seconds a move (10), or seconds for the game and more a move (300+2), "
    + "with at most so much on the clock (300+2max600), with periods (300+5x30) "
    + "or with moves in a time (300+120/10); a time to think in is 0.001 to 86400 s"

  /// The most periods, and the most moves in one.
  private static let countLimit = 1...100

  /// Reads the forms that `description` writes:
  ///
  /// | form | meaning |
  /// |---|---|
  /// | `none` | no limit |
  /// | `10` | seconds for every move |
  /// | `300+0` | seconds for the game: sudden death |
  /// | `300+2` | seconds for the game, and more after every move: Fischer |
  /// | `300+2max600` | the same with at most so much on the clock: capped Fischer |
  /// | `300+5x30` | seconds for the game, then 5 periods of 30 seconds: byo-yomi |
  /// | `300+120/10` | seconds for the game, then 10 moves in every 120 seconds: Canadian |
  ///
  /// Seconds may have up to three decimals. What a seat may think lies within 0.001 ... 86400, the
  /// increment, and the main time before periods, within 0 ... 86400, periods and moves within
  /// 1 ... 100.
  ///
  /// Nil when the text is something else.
  public init?(_ text: some StringProtocol) {
    if text == "none" {
      self = .unlimited
      return
    }
    let parts = text.split(separator: "+", omittingEmptySubsequences: false)
    guard parts.count <= 2, let main = Self.milliseconds(parts[0]) else { return nil }
    guard parts.count == 2 else {
      guard main > 0 else { return nil }
      self = .perMove(.milliseconds(main))
      return
    }
    guard
      let control = Self.fischer(.milliseconds(main), parts[1])
        ?? Self.byoYomi(.milliseconds(main), parts[1])
        ?? Self.canadian(.milliseconds(main), parts[1])
    else { return nil }
    self = control
  }

  private static func fischer(_ initial: Duration, _ text: some StringProtocol) -> Self? {
    let (seconds, limit) = halves(of: text, at: "m")
    var cap: Duration?
    if let limit {
      guard limit.hasPrefix("ax"), let time = milliseconds(limit.dropFirst(2)),
        .milliseconds(time) >= initial
      else { return nil }
      cap = .milliseconds(time)
    }
    guard initial > .zero, let increment = milliseconds(seconds) else { return nil }
    return .fischer(initial: initial, increment: .milliseconds(increment), cap: cap)
  }

  private static func byoYomi(_ main: Duration, _ text: some StringProtocol) -> Self? {
    let (periods, period) = halves(of: text, at: "x")
    guard let period, let time = milliseconds(period), time > 0, let count = count(periods)
    else { return nil }
    return .byoYomi(main: main, periods: count, period: .milliseconds(time))
  }

  private static func canadian(_ main: Duration, _ text: some StringProtocol) -> Self? {
    let (period, moves) = halves(of: text, at: "/")
    guard let moves, let time = milliseconds(period), time > 0, let count = count(moves)
    else { return nil }
    return .canadian(main: main, period: .milliseconds(time), moves: count)
  }

  private static func halves(
    of text: some StringProtocol, at sign: Character
  ) -> (String, String?) {
    guard let index = text.firstIndex(of: sign) else { return (String(text), nil) }
    return (String(text[..<index]), String(text[text.index(after: index)...]))
  }

  private static func count(_ text: String) -> Int? {
    guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let count = Int(text), countLimit.contains(count)
    else { return nil }
    return count
  }

  /// The control as text, in the shortest form: `none`, `10`, `2.5`, `300+2`, `300+5x30`.
  public var description: String {
    switch self {
    case .unlimited: "none"
    case .perMove(let limit): Self.text(limit)
    case .fischer(let initial, let increment, let cap):
      "\(Self.text(initial))+\(Self.text(increment))"
        + (cap.map { "max\(Self.text($0))" } ?? "")
    case .byoYomi(let main, let periods, let period):
      "\(Self.text(main))+\(periods)x\(Self.text(period))"
    case .canadian(let main, let period, let moves):
      "\(Self.text(main))+\(Self.text(period))/\(moves)"
    }
  }

  // By hand: Double("1e300") and Double("nan") are numbers too, and the clock wants none of them.
  private static func milliseconds(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { return nil }
    guard
      parts.allSatisfy({ part in
        (1...5).contains(part.utf8.count) && part.utf8.allSatisfy { (48...57).contains($0) }
      })
    else { return nil }
    guard let whole = Int(parts[0]) else { return nil }
    var fraction = 0
    if parts.count == 2 {
      guard parts[1].utf8.count <= 3, let digits = Int(parts[1]) else { return nil }
      fraction = digits * [100, 10, 1][parts[1].utf8.count - 1]
    }
    let total = whole * 1000 + fraction
    return total <= 86_400_000 ? total : nil
  }

  private static func text(_ duration: Duration) -> String {
    let milliseconds = duration.wholeMilliseconds
    guard !milliseconds.isMultiple(of: 1000) else { return String(milliseconds / 1000) }
    let digits = String(1000 + milliseconds % 1000).dropFirst()
    let fraction = digits.reversed().drop { $0 == "0" }.reversed()
    return "\(milliseconds / 1000)." + String(fraction)
  }
}

extension Duration {
  /// The duration in milliseconds, cut towards zero.
  public var wholeMilliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }

  /// The duration in seconds.
  public var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
