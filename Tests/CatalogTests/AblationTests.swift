import ArenaCore
import Testing
import Training

@testable import Catalog
@testable import Evaluation

@Suite struct AblationTests {
  private func plan(features: [String]?) -> AblationPlan {
    var plan = AblationPlan(
      agent: "alphazero", target: .policyMistakes(0.9), gamesLimit: 60, gamesBetweenEvaluations: 20)
    plan.features = features
    plan.seeds = 2
    plan.agentOptions = [
      "blocks": "0", "channels": "4", "simulations": "4", "games": "8", "positions": "64",
      "batch": "16", "window": "256",
    ]
    return plan
  }

  @Test func `every feature's options are the agent's own, on and off`() throws {
    let game = try Catalog.game("tic-tac-toe")
    let agent = try #require(game.agents.first { $0.name == "alphazero" })
    let specs = try #require(agent.learningOptions)
    #expect(agent.features.count >= 6)
    for feature in agent.features {
      #expect(!feature.off.isEmpty)
      for values in [feature.off, feature.on] {
        #expect(throws: Never.self) { try Options(values, for: specs) }
      }
      // Off differs from what the feature does otherwise.
      for (name, value) in feature.off {
        let byDefault = specs.first { $0.name == name }?.defaultText
        #expect((feature.on[name] ?? byDefault) != value, "\(feature.name)")
      }
    }
    // Only games with points have a feature for heads that learn them.
    #expect(!agent.features.contains { $0.name == "points" })
    let go = try Catalog.game("go-lite").agents.first { $0.name == "alphazero" }
    #expect(go?.features.contains { $0.name == "points" } == true)
    // A game's own default comes before the value that a feature is tried with.
    let gomoku = try Catalog.game("gomoku").agents.first { $0.name == "alphazero" }
    #expect(gomoku?.features.first { $0.name == "proof-nodes" }?.on == [:])
    #expect(agent.features.first { $0.name == "proof-nodes" }?.on == ["proof-nodes": "200"])
  }

  @Test func `settings are all features, each one off, and none`() throws {
    let features = [
      Feature("a", off: ["x": "0"]), Feature("b", off: ["y": "0"], on: ["y": "5"]),
    ]
    var plan = plan(features: nil)
    plan.agentOptions = ["x": "9"]
    let settings = try plan.settings(of: features)
    #expect(settings.map(\.name) == ["all features", "without a", "without b", "plain"])
    #expect(
      settings.map(\.options) == [
        ["x": "9", "y": "5"], ["x": "0", "y": "5"], ["x": "9", "y": "0"], ["x": "0", "y": "0"],
      ])
  }

  @Test func `an unknown feature is refused with those there are`() throws {
    let game = try Catalog.game("tic-tac-toe")
    #expect {
      try game.ablate(plan(features: ["magic"]), [:])
    } throws: { "\($0)".hasPrefix("unknown feature 'magic' of alphazero: there are symmetry, ") }
  }

  @Test(arguments: [
    ("value-mix", "outcome-weight"), ("reuse", "replay-ratio"), ("playout-cap", "full-search"),
  ])
  func `a feature's former name is refused with the one it has now`(_ old: String, _ new: String)
    throws
  {
    let game = try Catalog.game("connect-four")
    #expect(throws: RequestError.renamedFeature(old, to: new)) {
      try game.ablate(plan(features: ["symmetry", old]), [:])
    }
  }

  @Test func `trainings run to the target or to the limit and repeat`() throws {
    let game = try Catalog.game("tic-tac-toe")
    let plan = plan(features: ["symmetry"])
    let report = try game.ablate(plan, [:])
    #expect(report.rows.map(\.setting) == ["all features", "without symmetry", "plain"])
    #expect(report.rows.allSatisfy { $0.games.count == 2 })
    // Nine mistakes in ten are reached at the first evaluation, none at all never.
    #expect(report.rows.allSatisfy { row in row.games.allSatisfy { $0.map { $0 < 60 } == true } })
    #expect(report.rows[1].games == report.rows[2].games)
    #expect(try game.ablate(plan, [:]) == report)
    var hopeless = plan
    hopeless.target = .policyMistakes(0)
    hopeless.seeds = 1
    #expect(try game.ablate(hopeless, [:]).rows.allSatisfy { $0.games == [nil] })
  }

  @Test func `the table gives medians and the interval's confidence`() {
    let report = AblationReport(
      game: "g", agent: "a", target: "nothing", limit: 900,
      rows: [
        .init(setting: "all features", games: [300, 100, 200]),
        .init(setting: "plain", games: [nil, 500, nil]),
      ])
    #expect(report.rows[0].median == 200 && report.rows[1].median == nil)
    #expect(report.confidence == 0.75)
    let lines = report.text.split(separator: "\n")
    #expect(lines[1].split(separator: " ") == ["all", "features", "200", "100", "300", "1.00"])
    #expect(
      lines[2].split(separator: " ") == ["plain", ">", "900", "500", ">", "900", "-"])
  }
}
