/// How much thinking time a game allows.
public enum TimeControl: Sendable, Hashable {
  /// No limit.
  case unlimited
  /// So long for every move.
  case perMove(Duration)
  /// So long for the whole game, and so much more after every move.
  case fischer(initial: Duration, increment: Duration)

  /// Reads the form that `description` writes: `none`, `SECONDS` a move, or
  /// `SECONDS+SECONDS` for the game and the increment. Seconds may have up to three decimals and
  /// lie within 0.001 ... 86400 (the increment: 0 ... 86400).
  ///
  /// Nil when the text is something else.
  public init?(_ text: some StringProtocol) {
    if text == "none" {
      self = .unlimited
      return
    }
    let parts = text.split(separator: "+", omittingEmptySubsequences: false)
    guard parts.count <= 2, let first = Self.milliseconds(parts[0]), first > 0 else { return nil }
    guard parts.count == 2 else {
      self = .perMove(.milliseconds(first))
      return
    }
    guard let increment = Self.milliseconds(parts[1]) else { return nil }
    self = .fischer(initial: .milliseconds(first), increment: .milliseconds(increment))
  }

  /// The control as text: `none`, `10`, `2.5`, `300+2`.
  public var description: String {
    switch self {
    case .unlimited: "none"
    case .perMove(let limit): Self.text(limit)
    case .fischer(let initial, let increment): "\(Self.text(initial))+\(Self.text(increment))"
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
