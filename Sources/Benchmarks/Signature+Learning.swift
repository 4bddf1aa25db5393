import Catalog
import Foundation
import NeuralCore
import Training

/// What learners make of a fixed piece of experience: the weights of short lock-step trainings.
extension Signature {
  // Where presets differ, settings of its own: better presets are no change of behaviour.
  private static let trainings:
    [(name: String, agent: String, steps: Int, options: [String: String])] = [
      (
        "tic-tac-toe", "alphazero", 600,
        [
          "blocks": "1", "channels": "8", "games": "8", "workers": "2", "positions": "128",
          "simulations": "16",
        ]
      ),
      (
        "go-lite", "alphazero", 300,
        [
          "blocks": "1", "channels": "8", "games": "8", "workers": "2", "positions": "128",
          "simulations": "8",
        ]
      ),
      (
        "tic-tac-toe", "dqn", 1500,
        [
          "opening-plies": "6", "symmetry": "false", "per-alpha": "0",
          "final-learning-rate": "0.0001",
        ]
      ),
      (
        "tic-tac-toe", "ppo", 4096,
        [
          "opening-plies": "6", "num-envs": "64", "epochs": "4", "learning-rate": "0.001",
          "gae-lambda": "0.8", "entropy-coefficient": "0.02", "final-entropy-coefficient": "0.002",
        ]
      ),
      (
        "CartPole-v1", "dqn", 2000,
        [
          "double": "true", "tau": "0", "final-learning-rate": "0.0003",
          "exploration-final": "0.04",
        ]
      ), ("CartPole-v1", "ppo", 2048, [:]),
      ("CartPole-v1", "a2c", 1024, [:]), ("Pendulum-v1", "ppo", 2048, [:]),
      ("Pendulum-v1", "a2c", 1024, [:]),
    ]

  static func learning(_ report: Report) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "arena-signature-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (index, training) in trainings.enumerated() {
      let path = folder.appending(path: "\(index)").path
      var plan = TrainingPlan(agent: training.agent, path: path, limit: .steps(training.steps))
      plan.agentOptions = training.options
      plan.checkpoints = 1
      plan.promotionGames = 0
      _ = try Catalog.train(
        training.name, plan, options: training.name == "go-lite" ? ["size": "5"] : [:])
      let network = try RunFolder(opening: path).network(named: "last")
      var print = Fingerprint()
      print.add(network.parameters)
      report("learning \(training.agent) \(training.name)", print.value)
    }
  }
}
