import ArenaCore
import Testing

@testable import Match

@Suite struct ClockTests {
  // The expectation macro cannot call mutating methods itself.
  private func stopped(_ clock: inout GameClock, at now: Duration) -> Bool { clock.stop(at: now) }

  @Test(arguments: ["none", "10", "2.5", "0.001", "300+2", "60+0", "86400", "1.25+0.5"])
  func `a time control reads back as it is written`(_ text: String) throws {
    #expect(try #require(TimeControl(text)).description == text)
  }

  @Test(arguments: [
    "", "0", "-1", "+", "1+", "+1", "1+2+3", "nan", "1e3", "86401", "999999", "1.2345", "1.", ".5",
    "0+5", " 1", "١",
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
