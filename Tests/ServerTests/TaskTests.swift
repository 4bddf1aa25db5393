import ArenaCore
import Foundation
import Match
import Testing

@testable import Server

/// Control tasks and analyses over a socket.
@Suite struct TaskTests {
  /// Counts up by its action; every third step ends an episode.
  private struct Counter: TaskSession {
    let count: Int
    let observationCount = 2
    let actions = TaskActions.continuous([-1...1])
    var steps: [Step]
    var observations: [Float]

    init(_ count: Int, _ seed: UInt64) {
      self.count = count
      steps = [Step](repeating: Step(reward: 0), count: count)
      observations = (0..<count).flatMap { [Float(seed) + Float($0), 0] }
    }

    mutating func step(_ actions: [Float]) throws(TaskError) {
      guard actions.count == count else { throw TaskError("\(count) numbers, please") }
      for copy in 0..<count {
        observations[2 * copy] += actions[copy]
        observations[2 * copy + 1] += 1
        let isThird = observations[2 * copy + 1].truncatingRemainder(dividingBy: 3) == 0
        steps[copy] = Step(reward: Double(actions[copy]), truncated: isThird)
      }
    }
  }

  private static let tasks = TaskDirectory([
    TaskDirectory.Entry(name: "Counter") { options, count, seed in
      guard options.isEmpty else { throw TaskError("Counter has no options") }
      return Counter(count, seed)
    }
  ])

  private func fixture() throws -> ServerFixture {
    try ServerFixture { $0.tasks = Self.tasks }
  }

  private func base64(_ numbers: Float...) -> String {
    var data = Data()
    for number in numbers {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    return data.base64EncodedString()
  }

  @Test func `a task is listed, begun and acted in, in words`() throws {
    let fixture = try fixture()
    let client = try fixture.client()
    #expect(try client.ask("task") == ["task Counter 2 -1.0..1.0", "ok task"])
    #expect(
      try client.ask("task Counter seed=5 count=2") == [
        "task Counter 2 -1.0..1.0", "observed 0 5.0 0.0", "observed 1 6.0 0.0", "ok task Counter 2",
      ])
    #expect(
      try client.ask("step 0.5 -1") == [
        "stepped 0 0.5 - 5.5 1.0", "stepped 1 -1.0 - 5.0 1.0", "ok step",
      ])
    _ = try client.ask("step 0 0")
    #expect(try client.ask("step 0  0")[0] == "stepped 0 0.0 truncated 5.5 3.0")
    try fixture.server.stop()
  }

  @Test func `the compact form says the same`() throws {
    let fixture = try fixture()
    let client = try fixture.client()
    #expect(
      try client.ask("task Counter seed=5 count=2 form=base64") == [
        "task Counter 2 -1.0..1.0", "observed \(base64(5, 0, 6, 0))", "ok task Counter 2",
      ])
    let act = base64(0.5, -1)
    #expect(
      try client.ask("step \(act)") == [
        "stepped \(base64(0.5, 0, 5.5, 1, -1, 0, 5, 1))", "ok step",
      ])
    try fixture.server.stop()
  }

  @Test func `what is wrong is refused in its own way and changes nothing`() throws {
    let fixture = try fixture()
    let client = try fixture.client()
    func refusal(_ line: String) throws -> String {
      try client.ask(line).last?.split(separator: " ").prefix(2).joined(separator: " ") ?? ""
    }
    #expect(try refusal("step 1") == "error no-task")
    #expect(try refusal("task Bricks") == "error unknown-task")
    #expect(try refusal("task Counter bricks=4") == "error bad-option")
    #expect(try refusal("task Counter count=129") == "error too-many")
    _ = try client.ask("task Counter")
    for line in [
      "step", "step x", "step 1 2", "step nan", "step inf", "step 1e99", "step é", "step 0x1p0",
    ] {
      #expect(try refusal(line) == "error bad-action", "\(line)")
    }
    _ = try client.ask("task Counter form=base64")
    for line in ["step !", "step AAA", "step AAAA", "step \(base64(1, 2))"] {
      #expect(try refusal(line) == "error bad-action", "\(line)")
    }
    #expect(try client.ask("step \(base64(1))").last == "ok step")
    try fixture.server.stop()
  }

  @Test func `steps sent ahead are all answered, in order and between other lines`() throws {
    let fixture = try fixture()
    let client = try fixture.client()
    let ann = try fixture.client("ann")
    _ = try client.ask("task Counter")
    let lines = (0..<1000).map { $0 % 10 == 9 ? "ping \($0)\n" : "step 1\n" }.joined()
    try client.send(Array(lines.utf8))
    var steps = 0
    for index in 0..<1000 {
      let answer = try client.read { $0.hasPrefix("ok ") }
      if index % 10 == 9 {
        #expect(answer == ["ok ping \(index)"])
      } else {
        steps += 1
        #expect(answer[0].hasSuffix(" \(Float(steps)) \(Float(steps))"), "\(answer)")
      }
    }
    #expect(try ann.ask("ping") == ["ok ping"])
    #expect(fixture.server.metrics.text().contains("\narena_task_steps_total 900\n"))
    // Whoever leaves while steps are under way takes nothing along.
    try client.send(Array(lines.utf8))
    client.finishSending()
    #expect(throws: LineClient.Failure.closed) { while true { _ = try client.readLine() } }
    #expect(try ann.ask("ping") == ["ok ping"])
    try fixture.server.stop()
  }

  /// Says how many moves were played.
  private struct Reader: SessionAnalyst {
    let gate: DispatchSemaphore
    func analyses(_ session: any GameSession) -> Bool { session.optionsText.isEmpty }
    func analyse(
      _ session: any GameSession, simulations: Int, limit: Duration
    ) throws(Surrender) -> SessionAnalysis {
      gate.wait()
      guard session.ply < 3 else { throw .failure("is beyond me") }
      return SessionAnalysis(
        value: Double(session.ply), proof: nil, simulations: simulations, candidates: [],
        variation: [])
    }
  }

  @Test func `an analysis holds up nobody but who asked for it`() throws {
    let gate = DispatchSemaphore(value: 0)
    let fixture = try ServerFixture { configuration in
      configuration.analysts = [Reader(gate: gate)]
      configuration.analysis.simulations = 7
    }
    let ann = try fixture.client("ann")
    let bob = try fixture.client("bob")
    try ann.send("analyse connect-four 1 2\nping behind")
    for _ in 0..<10 { #expect(try bob.ask("ping") == ["ok ping"]) }
    #expect(throws: LineClient.Failure.timedOut) { try ann.readLine(timeout: .milliseconds(20)) }
    gate.signal()
    #expect(try ann.readLine() == "analysis 2.000 7 - -")
    #expect(try ann.readLine() == "ok analyse")
    #expect(try ann.readLine() == "ok ping behind")
    for _ in 0..<9 { gate.signal() }
    #expect(
      try ann.ask("analyse connect-four 1 2 3")
        == ["error unavailable the analysis failed: is beyond me"])
    #expect(
      try ann.ask("analyse connect-four columns=5")
        == ["error unavailable nobody here analyses connect-four"])
    try fixture.server.stop()
  }

  @Test func `figures are there for any thread, and none after the end`() throws {
    let fixture = try fixture()
    let ann = try fixture.client("ann")
    _ = try ann.ask("nonsense")
    let text = fixture.server.metrics.text()
    for line in ["arena_connections 1", "arena_players 1", "arena_refusals_total 1"] {
      #expect(text.contains("\n\(line)\n"), "\(text)")
    }
    let names = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(names.allSatisfy { $0.wholeMatch(of: /arena_[a-z_]+ \d+/) != nil }, "\(text)")
    try fixture.server.stop()
    #expect(fixture.server.metrics.text(within: .milliseconds(1)) == "")
  }

  private static let hasIPv6 =
    (try? String(contentsOfFile: "/proc/net/if_inet6", encoding: .utf8))?.isEmpty == false

  @Test(.enabled(if: hasIPv6, "this machine has no IPv6"))
  func `IPv6 is heard where it is asked for`() throws {
    let fixture = try ServerFixture { $0.address = "::1" }
    let client = try LineClient(host: "::1", port: fixture.server.port)
    #expect(try client.readLine().hasPrefix("arena "))
    try fixture.server.stop()
  }
}
