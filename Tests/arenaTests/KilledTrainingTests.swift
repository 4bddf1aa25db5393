import Foundation
import TestKit
import Testing

/// Trainings of every learner through the program, killed again and again.
@Suite(.enabled(if: runsLongTests), .serialized) struct KilledTrainingTests {
  private static let kills = 50

  private static let pool =
    "--option opponent-pool=2 --option opponent-share=0.5 --option opponent-interval=2000"

  @Test(arguments: [
    "CartPole-v1 --agent dqn --steps 12000 --option hidden=32x32",
    "CartPole-v1 --agent rainbow --steps 4000 --option hidden=16 --option gradient-steps=16",
    "CartPole-v1 --agent pqn --steps 16000",
    "CartPole-v1 --agent ppo --steps 20000",
    "CartPole-v1 --agent a2c --steps 60000",
    "CartPole-v1 --agent reinforce --steps 60000",
    "Pendulum-v1 --agent ppo --steps 40000",
    "Pendulum-v1 --agent sac --steps 3000",
    "Pendulum-v1 --agent td3 --steps 3000",
    "Taxi-v4 --agent q-learning --steps 400000",
    "Taxi-v4 --agent sarsa --steps 400000",
    "tic-tac-toe --agent dqn --steps 10000 \(pool)",
    "tic-tac-toe --agent pqn --steps 20000 \(pool)",
    "tic-tac-toe --agent ppo --steps 60000 \(pool)",
  ])
  func `fifty kills at random moments change no byte of what is learnt`(_ call: String) throws {
    try withEmptyFolder { folder in
      let words =
        "train \(call) --threads 1 --checkpoints 10 --promotion-games 0 --seed 3"
        .split(separator: " ").map(String.init)
      let start = Date.now
      let calm = try Program.run(words + ["--run", "calm"], in: folder)
      #expect(calm.status == 0, "\(calm.errors)")
      let length = Date.now.timeIntervalSince(start)
      var random = SystemRandomNumberGenerator()
      var (kills, ends) = (0, 0)
      while kills < Self.kills {
        let process = try Program.start(words + ["--run", "killed"], in: folder)
        usleep(UInt32(1e6 * Double.random(in: 0...length, using: &random)))
        if process.isRunning {
          kill(process.processIdentifier, SIGKILL)
          kills += 1
        }
        process.waitUntilExit()
        guard process.terminationReason == .exit else { continue }
        // It came to its end before: what that is, and then from the beginning.
        ends += 1
        try checkEqual("killed", "calm", in: folder)
        try FileManager.default.removeItem(atPath: folder + "/killed")
      }
      let last = try Program.run(words + ["--run", "killed"], in: folder)
      #expect(last.status == 0, "after \(kills) kills: \(last.errors)")
      try checkEqual("killed", "calm", in: folder)
    }
  }

  /// Two runs keep the same checkpoints, byte for byte.
  private func checkEqual(_ run: String, _ other: String, in folder: String) throws {
    let files = FileManager.default
    let names = try files.contentsOfDirectory(atPath: "\(folder)/\(other)/checkpoints").sorted()
    #expect(names.count > 1)
    #expect(
      try files.contentsOfDirectory(atPath: "\(folder)/\(run)/checkpoints").sorted() == names)
    for name in names {
      #expect(
        files.contentsEqual(
          atPath: "\(folder)/\(run)/checkpoints/\(name)",
          andPath: "\(folder)/\(other)/checkpoints/\(name)"),
        "\(name)")
    }
  }
}
