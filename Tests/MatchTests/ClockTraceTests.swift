import ArenaCore
import TestKit
import Testing

@testable import Match

/// Clocks against a model of whole milliseconds that says the rules in the plainest way.
@Suite struct ClockTraceTests {
  /// A clock as the protocol's description explains it.
  private struct Model {
    var control: TimeControl
    var left: [Int]
    var credit = [1000, 1000]
    var since: (seat: Int, time: Int)?

    init(_ control: TimeControl) {
      self.control = control
      switch control {
      case .unlimited: left = [0, 0]
      case .perMove(let limit): left = [limit.wholeMilliseconds, limit.wholeMilliseconds]
      case .fischer(let initial, _):
        left = [initial.wholeMilliseconds, initial.wholeMilliseconds]
      }
    }

    func charged(at now: Int) -> Int {
      guard let since else { return 0 }
      let passed = max(0, now - since.time)
      return passed - min(passed, 200, credit[since.seat])
    }

    func isOver(at now: Int) -> Bool {
      guard control != .unlimited, let since else { return false }
      return charged(at: now) > left[since.seat]
    }

    mutating func move(at now: Int) {
      guard let since else { return }
      let passed = max(0, now - since.time)
      let free = min(passed, 200, credit[since.seat])
      if case .fischer(_, let increment) = control {
        left[since.seat] = max(0, left[since.seat] - passed + free) + increment.wholeMilliseconds
      }
      credit[since.seat] = min(1000, credit[since.seat] - free + 20)
      self.since = nil
    }
  }

  @Test func `random traces come out as the model says, to the millisecond`() {
    var random = RandomSource(seed: 41)
    let controls: [TimeControl] = [
      .unlimited, .perMove(.milliseconds(50)), .perMove(.seconds(2)),
      .fischer(initial: .seconds(3), increment: .milliseconds(100)),
      .fischer(initial: .seconds(1), increment: .zero),
    ]
    for _ in 0..<(runsLongTests ? 100_000 : 1000) {
      let control = controls[random.below(controls.count)]
      var clock = GameClock(control, grace: .milliseconds(200))
      clock.limitGrace(to: .seconds(1), regaining: .milliseconds(20))
      var model = Model(control)
      var now = 1000
      var seat = Seat.first
      trace: for _ in 0..<30 {
        clock.start(seat, at: .milliseconds(now))
        model.since = (seat.rawValue, now)
        // A line may be read that came before the clock was started.
        now +=
          random.below(10) == 0 ? -random.below(20) : random.below(random.below(2) == 0 ? 120 : 900)
        if random.below(12) == 0 {
          clock.halt()
          model.since = nil
          continue
        }
        let moment = Duration.milliseconds(now)
        #expect(clock.isOver(at: moment) == model.isOver(at: now))
        if control != .unlimited {
          let left = clock.timeLeft(of: seat, at: moment)
          #expect(left == .milliseconds(model.left[seat.rawValue] - model.charged(at: now)))
        }
        guard !model.isOver(at: now) else { break trace }
        let isInTime = clock.stop(at: moment)
        #expect(isInTime)
        model.move(at: now)
        if case .fischer = control { #expect(clock.banks == model.left.map { .milliseconds($0) }) }
        seat = seat.opponent
      }
    }
  }
}
