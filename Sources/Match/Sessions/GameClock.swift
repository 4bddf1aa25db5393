public import ArenaCore

/// The clock of one game: pure arithmetic on times that its owner reads elsewhere.
///
/// Times are durations since any fixed moment. `grace` forgives the time a message travels: it is
/// never charged, and no seat runs out before it has passed too. `limitGrace` gives each seat a
/// credit of it, so that a game of many moves is not one of much free time.
public struct GameClock: Sendable {
  public let control: TimeControl
  public let grace: Duration
  /// How the seats stand while no time runs.
  public var standing: Standing
  private var running: (seat: Seat, since: Duration)?
  /// What is left of each seat's grace; it counts where there is a limit.
  private var credit: [2 of Duration] = [.zero, .zero]
  private var creditLimit: Duration?
  private var regain = Duration.zero

  /// What both seats have, without what the move under way takes: for taking moves back.
  public struct Standing: Sendable {
    /// How long each seat may think until it loses if it never moves: of a byo-yomi or Canadian
    /// clock with all the periods behind the main time.
    fileprivate var remaining: [2 of Duration]
    /// How many moves each seat owes within its Canadian period; 0 while its main time lasts, and
    /// with other clocks.
    fileprivate var due: [2 of Int] = [0, 0]
  }

  public init(_ control: TimeControl, grace: Duration = .zero) {
    self.control = control
    self.grace = grace
    var due = 0
    let allowance: Duration
    switch control {
    case .unlimited: allowance = .zero
    case .perMove(let limit): allowance = limit
    case .fischer(let initial, _, _): allowance = initial
    case .byoYomi(let main, let periods, let period): allowance = main + period * periods
    case .canadian(let main, let period, let moves):
      allowance = main + period
      if main == .zero { due = moves }
    }
    standing = Standing(remaining: [allowance, allowance], due: [due, due])
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
    if let left { settle(seat, max(left, .zero)) }
    return isInTime
  }

  /// Gives `seat`, which moved with so much left, what it has from now on.
  private mutating func settle(_ seat: Seat, _ left: Duration) {
    let index = seat.rawValue
    switch control {
    case .unlimited, .perMove: break
    case .fischer(_, let increment, let cap):
      standing.remaining[index] = cap.map { min(left + increment, $0) } ?? left + increment
    case .byoYomi(_, let periods, let period):
      // The period in which it moved is whole again, also when the move took all of it.
      let begun = period * (Int(left.attoseconds / period.attoseconds) + 1)
      let most = min(standing.remaining[index], period * periods)
      standing.remaining[index] = left < most ? min(begun, most) : left
    case .canadian(_, let period, let moves):
      guard standing.due[index] > 0 || left < period else {
        standing.remaining[index] = left
        return
      }
      let due = (standing.due[index] > 0 ? standing.due[index] : moves) - 1
      standing.due[index] = due == 0 ? moves : due
      standing.remaining[index] = due == 0 ? period : left
    }
  }

  /// Stops the time of the seat to move and charges nothing: the game is interrupted.
  public mutating func halt() { running = nil }

  /// What `seat` has left until it loses if it does not move; nil without a limit. Negative once it
  /// has run out.
  public func timeLeft(of seat: Seat, at now: Duration) -> Duration? {
    guard control != .unlimited else { return nil }
    let allowance = standing.remaining[seat.rawValue]
    guard let running, running.seat == seat else { return allowance }
    return min(allowance, allowance - (now - running.since - forgiven(seat)))
  }

  /// How many moves `seat` must make within what it has left; nil but in a Canadian period.
  public func movesDue(of seat: Seat) -> Int? {
    let due = standing.due[seat.rawValue]
    return due > 0 ? due : nil
  }

  /// When the seat to move runs out; nil without a limit or while the clock stands.
  public var deadline: Duration? {
    guard control != .unlimited, let running else { return nil }
    return running.since + standing.remaining[running.seat.rawValue] + forgiven(running.seat)
  }

  /// Whether the seat to move has run out.
  public func isOver(at now: Duration) -> Bool { deadline.map { now > $0 } ?? false }

  /// What a seat's bank counts for each move that it owes in a Canadian period.
  private static let moveWeight = 10_000_000_000

  /// What remains of each seat while the clock stands, `[2]`: for journals. Each move that is due in
  /// a Canadian period adds 10^10 milliseconds.
  public var banks: [Duration] {
    Seat.allCases.map { seat in
      let remaining = standing.remaining[seat.rawValue]
      guard let due = movesDue(of: seat) else { return remaining }
      return remaining + .milliseconds(due * Self.moveWeight)
    }
  }

  /// Puts back what a journal says remained of each seat, `[2]`.
  ///
  /// - Precondition: there is one value for each seat.
  public mutating func restore(banks: [Duration]) {
    precondition(banks.count == 2, "a clock has 2 banks, not \(banks.count)")
    for seat in Seat.allCases {
      var bank = banks[seat.rawValue]
      if case .canadian(_, _, let moves) = control {
        let due = bank.wholeMilliseconds / Self.moveWeight
        bank -= .milliseconds(due * Self.moveWeight)
        standing.due[seat.rawValue] = min(due, moves)
      }
      standing.remaining[seat.rawValue] = bank
    }
  }
}
