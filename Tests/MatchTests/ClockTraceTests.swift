import ArenaCore
import TestKit
import Testing

@testable import Match

/// Clocks of all kinds against a model of whole milliseconds that lets the time pass millisecond by
/// millisecond, or nearly so, and says the rules as the protocol's description does.
@Suite struct ClockTraceTests {
  /// What one seat has, in the words of the description rather than as one sum.
  private struct Side {
    /// Main time, or the time for a move.
    var main: Int
    /// Of byo-yomi: periods left, and what is left of the one under way.
    var periods = 0
    var period = 0
    /// Of Canadian: moves due in the period; 0 before the first.
    var due = 0
    var credit = 1000

    var total: Int { main + (periods > 0 ? period + (periods - 1) * length : 0) }
    /// The length of a period.
    var length = 0
  }

  private struct Model {
    let control: TimeControl
    var sides: [Side]

    init(_ control: TimeControl) {
      self.control = control
      var side = Side(main: 0)
      switch control {
      case .unlimited: break
      case .perMove(let limit): side.main = limit.wholeMilliseconds
      case .fischer(let initial, _, _): side.main = initial.wholeMilliseconds
      case .byoYomi(let main, let periods, let period):
        side.main = main.wholeMilliseconds
        side.periods = periods
        side.length = period.wholeMilliseconds
        side.period = side.length
      case .canadian(let main, let period, let moves):
        side.main = main.wholeMilliseconds
        side.length = period.wholeMilliseconds
        side.period = side.length
        side.periods = 1
        if side.main == 0 { side.due = moves }
      }
      sides = [side, side]
    }

    /// The side after so many milliseconds of thought, none of them free; nil when it ran out.
    func thinking(_ side: Side, for passed: Int) -> Side? {
      guard control != .unlimited else { return side }
      var side = side
      var rest = passed
      // The main time first, then one period after the other.
      let fromMain = min(rest, side.main)
      side.main -= fromMain
      rest -= fromMain
      while rest > 0 {
        guard side.periods > 0 else { return nil }
        let used = min(rest, side.period)
        side.period -= used
        rest -= used
        if rest > 0 {
          side.periods -= 1
          side.period = side.length
        }
      }
      return side
    }

    /// What the side has once it has moved.
    func moved(_ before: Side, _ after: Side) -> Side {
      var side = after
      switch control {
      case .unlimited: break
      case .perMove: side.main = before.main
      case .fischer(_, let increment, let cap):
        side.main += increment.wholeMilliseconds
        if let cap { side.main = min(side.main, cap.wholeMilliseconds) }
      case .byoYomi: side.period = side.length
      case .canadian(_, _, let moves):
        // The first period begins when time is taken from it.
        let isInPeriod = before.due > 0 || side.period < side.length
        guard isInPeriod else { break }
        side.due = (before.due > 0 ? before.due : moves) - 1
        if side.due == 0 {
          side.due = moves
          side.period = side.length
        }
      }
      return side
    }
  }

  private static let controls: [TimeControl] = [
    "none", "0.05", "2", "3+0.1", "1+0", "2+0.5max2.2", "0.7+0.4max0.7", "1+3x0.5", "0+2x0.3",
    "0+1x0.2", "0.5+1/4", "0+0.9/3", "0+0.4/1", "1+2/2",
  ].compactMap { TimeControl($0) }

  @Test func `random traces come out as the model says, to the millisecond`() {
    var random = RandomSource(seed: 41)
    #expect(Self.controls.count == 14)
    var flags = 0
    for _ in 0..<(runsLongTests ? 100_000 : 1500) {
      let control = Self.controls[random.below(Self.controls.count)]
      var clock = GameClock(control, grace: .milliseconds(200))
      clock.limitGrace(to: .seconds(1), regaining: .milliseconds(20))
      var model = Model(control)
      var seat = Seat.first
      var now = 1000
      // How both stood before each move, to take moves back.
      var marks: [(seat: Seat, clock: GameClock.Standing, sides: [Side])] = []
      trace: for _ in 0..<30 {
        let since = now
        clock.start(seat, at: .milliseconds(now))
        // A line may be read that came before the clock was started.
        now +=
          random.below(10) == 0 ? -random.below(20) : random.below(random.below(2) == 0 ? 120 : 900)
        let side = model.sides[seat.rawValue]
        let passed = max(0, now - since)
        let free = min(passed, 200, side.credit)
        let after = model.thinking(side, for: passed - free)
        let moment = Duration.milliseconds(now)
        if clock.isOver(at: moment) != (after == nil) {
          Issue.record("\(control) after \(passed) ms: \(side)")
        }
        if control != .unlimited, let after {
          let left = clock.timeLeft(of: seat, at: moment)
          if left != .milliseconds(after.total) {
            Issue.record("\(control): \(left as Any), not \(after)")
          }
        }
        switch random.below(12) {
        case 0:
          // Adjourned: nothing is charged.
          clock.halt()
          continue trace
        case 1 where !marks.isEmpty:
          // Taken back: both clocks as before that move, the credit as it is.
          clock.halt()
          let mark = marks.removeLast()
          clock.standing = mark.clock
          for index in 0..<2 {
            let credit = model.sides[index].credit
            model.sides[index] = mark.sides[index]
            model.sides[index].credit = credit
          }
          seat = mark.seat
          continue trace
        default: break
        }
        guard let after else {
          flags += 1
          break trace
        }
        marks.append((seat, clock.standing, model.sides))
        let isInTime = clock.stop(at: moment)
        if !isInTime { Issue.record("a flag in time") }
        var settled = model.moved(side, after)
        settled.credit = min(1000, side.credit - free + 20)
        model.sides[seat.rawValue] = settled
        if random.below(8) == 0 {
          // Over a restart only the banks are known.
          var again = GameClock(control, grace: .milliseconds(200))
          again.limitGrace(to: .seconds(1), regaining: .milliseconds(20))
          again.restore(banks: clock.banks)
          for side in model.sides.indices { model.sides[side].credit = 1000 }
          clock = again
          marks = []
        }
        for seat in Seat.allCases {
          let side = model.sides[seat.rawValue]
          let left = clock.timeLeft(of: seat, at: moment)
          if control != .unlimited && left != .milliseconds(side.total)
            || clock.movesDue(of: seat) != (side.due > 0 ? side.due : nil)
          {
            Issue.record(
              "\(control): \(left as Any) \(clock.movesDue(of: seat) as Any), not \(side)")
          }
        }
        seat = seat.opponent
      }
    }
    #expect(flags > 100)
  }
}
