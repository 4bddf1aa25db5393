import Testing

@testable import Training

@Suite struct TrainingClockTests {
  @Test func `time in which the program was stopped or the machine asleep does not count`() {
    let start = ContinuousClock.now
    var time = AwakeTime(since: start)
    for tenths in 1...30 { time.note(start + .milliseconds(100 * tenths)) }
    #expect(time.total == .seconds(3))
    // Stopped for eight hours.
    let morning = start + .seconds(3 + 8 * 3600)
    time.note(morning)
    #expect(time.total == .seconds(3))
    // A busy machine lets a thread wait.
    time.note(morning + .seconds(2))
    #expect(time.total == .seconds(5))
    // A note that comes late, from another thread, changes nothing.
    time.note(morning + .seconds(1))
    time.note(morning + .seconds(3))
    #expect(time.total == .seconds(6))
  }
}
