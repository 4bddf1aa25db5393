import ArenaCore
import Environments
import TestKit
import Testing

@Suite struct RolloutTests {
  private func lines<World: TextObserved>(
    _ world: World, seed: UInt64, _ actions: [World.Action]
  ) -> [String] {
    var rollout = Rollout(world, seed: seed)
    var lines: [String] = []
    rollout.play(actions) { lines.append($0) }
    return lines
  }

  @Test func `the lines are those of Gymnasium`() throws {
    // gymnasium.make("CartPole-v1").reset(seed=42), then step(1)
    let cartPole = try CartPole.make(CartPole.registrations[0])
    #expect(
      lines(cartPole, seed: 42, [1]) == [
        """
        {"observation": [0.02739560417830944, -0.006112155970185995, 0.03585979342460632, \
        0.019736802205443382]}
        """,
        """
        {"observation": [0.02727336250245571, 0.18847766518592834, 0.036254528909921646, \
        -0.26141977310180664], "reward": 1.0, "terminated": false, "truncated": false}
        """,
      ])
  }

  @Test func `after the end a reset's line comes before the next step's`() throws {
    let world = TimeLimit(try FrozenLake(["is_slippery": "false"]), steps: 2)
    #expect(
      lines(world, seed: 1, [2, 1, 2]) == [
        "{\"observation\": 0}",
        "{\"observation\": 1, \"reward\": 0.0, \"terminated\": false, \"truncated\": false}",
        "{\"observation\": 5, \"reward\": 0.0, \"terminated\": true, \"truncated\": true}",
        "{\"observation\": 0}",
        "{\"observation\": 1, \"reward\": 0.0, \"terminated\": false, \"truncated\": false}",
      ])
  }

  @Test func `every number reads back to the same bits`() throws {
    var rollout = Rollout(try Pendulum.make(Pendulum.registrations[0]), seed: 3)
    var last = ""
    rollout.play([ContinuousAction(1.3, 0, 0, 0)]) { last = $0 }
    let features = rollout.world.observation(as: .first)
    let numbers = last.split { !"0123456789.e-".contains($0) }.compactMap { Double($0) }
    #expect(numbers.prefix(3).map(Float.init) == features)
    #expect(numbers.prefix(3).elementsEqual(features.map(Double.init)))
  }

  @Test func `toy observations are whole numbers`() throws {
    let blackjack = lines(try Blackjack.make(Blackjack.registrations[0]), seed: 1, [0])
    #expect(blackjack[0].contains(/^\{"observation": \[\d+, \d+, [01]\]\}$/))
    #expect(lines(try Taxi(), seed: 1, [])[0].contains(/^\{"observation": \d+\}$/))
  }

  @Test(arguments: [
    ("0\n2\n", 2, "'2' is not an action; an action is an integer from 0 to 1"),
    ("-1", 1, "'-1' is not an action; an action is an integer from 0 to 1"),
    ("0\n1\nleft\n", 3, "'left' is not a finite number of that kind"),
    ("1.0", 1, "'1.0' is not a finite number of that kind"),
    ("0\n\n1\n", 2, "the line is empty"),
    ("   \n", 1, "the line is empty"),
    ("0 1", 1, "2 words where there should be 1"),
    ("99999999999999999999", 1, "is not a finite number"),
    ("\u{1B}[31m", 1, "'?[31m' is not"),
  ])
  func `a bad line of discrete actions is named with what is allowed`(
    text: String, line: Int, problem: String
  ) throws {
    let rollout = Rollout(try CartPole(), seed: 1)
    let error = #expect(throws: ActionTextError.self) { try rollout.actions(in: text) }
    let description = try #require(error).description
    #expect(description.hasPrefix("line \(line): "))
    #expect(description.contains(problem))
    #expect(!description.contains("\n"))
  }

  @Test(arguments: [
    ("0.5\nfast\n", 2, "'fast' is not a finite number"), ("nan", 1, "'nan' is not"),
    ("1e300", 1, "'1e300' is not"), ("inf", 1, "'inf' is not"),
    ("0.1 0.2", 1, "2 words where there should be 1; an action is one number, best in -2.0 to 2.0"),
    ("\n", 1, "the line is empty"),
  ])
  func `a bad line of continuous actions is named with what is allowed`(
    text: String, line: Int, problem: String
  ) throws {
    let rollout = Rollout(try Pendulum(), seed: 1)
    let error = #expect(throws: ActionTextError.self) { try rollout.actions(in: text) }
    let description = try #require(error).description
    #expect(description.hasPrefix("line \(line): "))
    #expect(description.contains(problem))
  }

  @Test func `good lines are read whatever their line ends`() throws {
    let discrete = Rollout(try CartPole(), seed: 1)
    #expect(try discrete.actions(in: "0\n1\r\n 1 \n0") == [0, 1, 1, 0])
    #expect(try discrete.actions(in: "") == [])
    let continuous = Rollout(try Pendulum(), seed: 1)
    #expect(try continuous.actions(in: "0.1\n-3\n1e-3\n").map { $0[0] } == [0.1, -3, 0.001])
  }

  @Test func `any lines are refused or played, and what is refused changes nothing`() throws {
    var random = RandomSource(seed: 9)
    let words = ["0", "1", "2", "-1", "1.5", "1e9", "nan", "", " ", "left", "0 1", "\u{0}", "é"]
    var cartPole = Rollout(try CartPole.make(CartPole.registrations[0]), seed: 1)
    var pendulum = Rollout(try Pendulum.make(Pendulum.registrations[0]), seed: 1)
    var told = 0
    for _ in 0..<(runsLongTests ? 1_000_000 : 1000) {
      // Ten lines; in every other text they are all good.
      let bad = random.below(2) * 10
      // The last line is always good: an empty one would be the end of the text.
      let text = (0..<10).map { line in
        line < bad - 1 && random.below(20) == 0
          ? words[random.below(words.count)] : "\(random.below(2))"
      }.joined(separator: random.below(2) == 0 ? "\n" : "\r\n")
      do {
        let actions = try cartPole.actions(in: text)
        #expect(actions.count == 10 && actions.allSatisfy { $0 == 0 || $0 == 1 })
        cartPole.play(actions) { told += $0.isEmpty ? 0 : 1 }
      } catch { #expect("\(error)".hasPrefix("line ")) }
      do {
        let actions = try pendulum.actions(in: text)
        #expect(actions.count == 10)
        pendulum.play(actions) { told += $0.contains("nan") ? 0 : 1 }
      } catch { #expect("\(error)".hasPrefix("line ")) }
    }
    #expect(told > 10_000)
  }
}
