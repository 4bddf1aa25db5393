import ArenaCore
import TestKit
import Testing

@testable import Server

@Suite struct ServerClockTests {
  @Test func `a stall is given back and ordinary time is not`() {
    var clock = ServerClock(at: .milliseconds(5000))
    clock.look(at: .milliseconds(5020))
    #expect(clock.now == .milliseconds(20))
    // Stopped for three seconds while it meant to wait for 25 ms at most.
    clock.look(at: .milliseconds(8020), after: .milliseconds(25))
    #expect(clock.now == .milliseconds(70))
    #expect(clock.givenBack == .milliseconds(2950))
    // With nothing due it may wait for long.
    clock.look(at: .milliseconds(20_020), after: nil)
    #expect(clock.now == .milliseconds(12_070))
    clock.look(at: .milliseconds(30_020), after: .seconds(10))
    #expect(clock.now == .milliseconds(22_070))
  }

  @Test func `time stands while nothing can be written, and never goes back`() {
    var clock = ServerClock(at: .zero)
    clock.look(at: .seconds(1), after: nil)
    clock.isStanding = true
    clock.look(at: .seconds(100), after: nil)
    #expect(clock.now == .seconds(1))
    clock.isStanding = false
    clock.look(at: .seconds(99))
    clock.look(at: .milliseconds(100_010))
    #expect(clock.now == .milliseconds(1010))
  }

  @Test func `whatever stalls come, nobody is charged more than what really passed but for a step`()
  {
    var random = RandomSource(seed: 31)
    for _ in 0..<(runsLongTests ? 100_000 : 300) {
      var clock = ServerClock(at: .zero)
      var (time, stalled) = (Duration.zero, Duration.zero)
      for _ in 0..<50 {
        let wait = Duration.milliseconds(random.below(26))
        let passed = wait * Double(random.below(101)) / 100
        let stall = random.below(6) == 0 ? Duration.milliseconds(random.below(3000)) : .zero
        let before = clock.now
        time += passed + stall
        stalled += stall
        clock.look(at: time, after: wait)
        #expect(clock.now - before >= min(passed + stall, passed))
        #expect(clock.now - before <= wait + ServerClock.quantum)
      }
      #expect(clock.now + clock.givenBack == time)
      #expect(clock.givenBack <= stalled)
    }
  }
}
