import ArenaCore
import Testing

@testable import Match

@Suite struct ClockTests {
  // The expectation macro cannot call mutating methods itself.
  private func stopped(_ clock: inout GameClock, at now: Duration) -> Bool { clock.stop(at: now) }

  @Test(arguments: [
    "none", "10", "2.5", "0.001", "300+2", "60+0", "86400", "1.25+0.5", "300+2max600",
    "300+5x30", "0+1x0.5", "300+120/10", "0+86400/100", "86400+0max86400",
  ])
  func `a time control reads back as it is written`(_ text: String) throws {
    #expect(try #require(TimeControl(text)).description == text)
  }

  @Test(arguments: [
    "", "0", "-1", "+", "1+", "+1", "1+2+3", "nan", "1e3", "86401", "999999", "1.2345", "1.", ".5",
    "0+5", " 1", "١", "300+2max299", "300+2max", "300+2m600", "300+max600", "300+0x30",
    "300+101x30",
    "300+5x0", "300+x30", "300+5x", "300+5x30x2", "300+5x30max600", "300+0/10", "300+120/0",
    "300+120/101", "300+120/", "300+/10", "5x30", "120/10", "300+5X30", "300+1.5x30", "max", "0+0",
  ])
  func `anything else is no time control`(_ text: String) {
    #expect(TimeControl(text) == nil)
  }

  @Test func `a move clock starts afresh every move`() {
    var clock = GameClock(.perMove(.seconds(10)))
    clock.start(.first, at: .seconds(100))
    #expect(clock.deadline == .seconds(110))
    #expect(clock.timeLeft(of: .first, at: .seconds(103)) == .seconds(7))
    #expect(clock.timeLeft(of: .second, at: .seconds(103)) == .seconds(10))
    #expect(!clock.isOver(at: .seconds(110)) && clock.isOver(at: .seconds(110.001)))
    #expect(stopped(&clock, at: .seconds(109)))
    clock.start(.first, at: .seconds(120))
    #expect(clock.deadline == .seconds(130))
    #expect(!stopped(&clock, at: .seconds(131)))
    #expect(clock.deadline == nil)
  }

  @Test func `a Fischer clock keeps what is left and adds the increment`() {
    var clock = GameClock(.fischer(initial: .seconds(60), increment: .seconds(5)))
    clock.start(.second, at: .zero)
    #expect(stopped(&clock, at: .seconds(20)))
    #expect(clock.banks == [.seconds(60), .seconds(45)])
    clock.start(.second, at: .seconds(30))
    #expect(clock.deadline == .seconds(75))
    #expect(!stopped(&clock, at: .seconds(76)))
  }

  @Test func `a capped Fischer clock never shows more than the cap`() throws {
    var clock = GameClock(try #require(TimeControl("10+5max12")))
    clock.start(.first, at: .zero)
    #expect(stopped(&clock, at: .seconds(1)) && clock.banks[0] == .seconds(12))
    clock.start(.first, at: .zero)
    #expect(stopped(&clock, at: .seconds(9)) && clock.banks[0] == .seconds(8))
  }

  @Test func `a period of byo-yomi is whole again after a move within it, and lost after a longer`()
    throws
  {
    var clock = GameClock(try #require(TimeControl("10+3x30")))
    // Main time, then 10 s of the first period.
    clock.start(.first, at: .zero)
    #expect(stopped(&clock, at: .seconds(20)) && clock.banks[0] == .seconds(90))
    // Just all of a period is within it; a millisecond more is not.
    clock.start(.first, at: .zero)
    #expect(stopped(&clock, at: .seconds(30)) && clock.banks[0] == .seconds(90))
    clock.start(.first, at: .zero)
    #expect(stopped(&clock, at: .seconds(30.001)) && clock.banks[0] == .seconds(60))
    clock.start(.first, at: .zero)
    #expect(clock.deadline == .seconds(60) && !stopped(&clock, at: .seconds(60.001)))
  }

  @Test func `Canadian periods begin anew when their moves are made`() throws {
    var clock = GameClock(try #require(TimeControl("10+60/3")))
    clock.start(.first, at: .zero)
    #expect(stopped(&clock, at: .seconds(8)) && clock.movesDue(of: .first) == nil)
    for (seconds, left, due) in [(12, 50, 2), (20, 30, 1), (30, 60, 3), (1, 59, 2)] {
      clock.start(.first, at: .zero)
      #expect(stopped(&clock, at: .seconds(seconds)))
      #expect(clock.timeLeft(of: .first, at: .zero) == .seconds(left))
      #expect(clock.movesDue(of: .first) == due)
    }
  }

  @Test func `grace is never charged`() {
    var clock = GameClock(
      .fischer(initial: .seconds(10), increment: .zero), grace: .seconds(1))
    clock.start(.first, at: .zero)
    #expect(clock.timeLeft(of: .first, at: .seconds(0.5)) == .seconds(10))
    #expect(clock.deadline == .seconds(11))
    #expect(stopped(&clock, at: .seconds(3)))
    #expect(clock.banks[0] == .seconds(8))
  }

  @Test func `without a limit nothing runs out`() {
    var clock = GameClock(.unlimited)
    clock.start(.first, at: .zero)
    #expect(clock.deadline == nil && clock.timeLeft(of: .first, at: .seconds(1e6)) == nil)
    #expect(stopped(&clock, at: .seconds(1e6)))
  }
}
