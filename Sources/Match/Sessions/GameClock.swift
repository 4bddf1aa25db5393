public import ArenaCore

/// The clock of one game: pure arithmetic on times that its owner reads elsewhere.
///
/// Times are durations since any fixed moment. `grace` forgives the time a message travels: it is
/// never charged, and no seat runs out before it has passed too. `limitGrace` gives each seat a
/// credit of it, so that a game of many moves is not one of much free time.
public struct GameClock: Sendable {
  public let control: TimeControl
  public let grace: Duration
  private var remaining: [2 of Duration]
  private var running: (seat: Seat, since: Duration)?
  /// What is left of each seat's grace; it counts where there is a limit.
  private var credit: [2 of Duration] = [.zero, .zero]
  private var creditLimit: Duration?
  private var regain = Duration.zero

  public init(_ control: TimeControl, grace: Duration = .zero) {
    self.control = control
    self.grace = grace
    let allowance =
      switch control {
      case .unlimited: Duration.zero
      case .perMove(let limit): limit
      case .fischer(let initial, _): initial
      }
    remaining = [allowance, allowance]
  }

  /// Forgives each seat no more than `limit` in all, and `regain` more with every move.
  public mutating func limitGrace(to limit: Duration, regaining regain: Duration) {
    credit = [limit, limit]
    creditLimit = limit
    self.regain = regain
  }

  /// What would be forgiven `seat` on the move under way.
  private func forgiven(_ seat: Seat) -> Duration {
    creditLimit == nil ? grace : min(grace, credit[seat.rawValue])
  }

  /// Starts the time of `seat`, which is to move.
  public mutating func start(_ seat: Seat, at now: Duration) { running = (seat, now) }

  /// Stops the time of the seat to move, which has moved.
  ///
  /// - Returns: false when it had run out by then.
  public mutating func stop(at now: Duration) -> Bool {
    guard let (seat, since) = running else { return true }
    let left = timeLeft(of: seat, at: now)
    let isInTime = !isOver(at: now)
    running = nil
    if let creditLimit {
      let used = min(max(now - since, .zero), forgiven(seat))
      credit[seat.rawValue] = min(credit[seat.rawValue] - used + regain, creditLimit)
    }
    switch control {
    case .unlimited, .perMove: break
    case .fischer(_, let increment):
      remaining[seat.rawValue] = max(left ?? .zero, .zero) + increment
    }
    return isInTime
  }

  /// Stops the time of the seat to move and charges nothing: the game is interrupted.
  public mutating func halt() { running = nil }

  /// What `seat` has left; nil without a limit. Negative once it has run out.
  public func timeLeft(of seat: Seat, at now: Duration) -> Duration? {
    guard control != .unlimited else { return nil }
    let allowance = remaining[seat.rawValue]
    guard let running, running.seat == seat else { return allowance }
    return min(allowance, allowance - (now - running.since - forgiven(seat)))
  }

  /// When the seat to move runs out; nil without a limit or while the clock stands.
  public var deadline: Duration? {
    guard control != .unlimited, let running else { return nil }
    return running.since + remaining[running.seat.rawValue] + forgiven(running.seat)
  }

  /// Whether the seat to move has run out.
  public func isOver(at now: Duration) -> Bool { deadline.map { now > $0 } ?? false }

  /// What remains of each seat while the clock stands, `[2]`: for journals and displays.
  public var banks: [Duration] { [remaining[0], remaining[1]] }

  /// Puts back what a journal says remained of each seat, `[2]`.
  ///
  /// - Precondition: there is one value for each seat.
  public mutating func restore(banks: [Duration]) {
    precondition(banks.count == 2, "a clock has 2 banks, not \(banks.count)")
    remaining = [banks[0], banks[1]]
  }
}
