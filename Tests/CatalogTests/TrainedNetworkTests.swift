import ArenaCore
import Environments
import Foundation
import NeuralCore
import Testing
import Training

@testable import Catalog

@Suite struct TrainedNetworkTests {
  @Test(arguments: [
    ("hex", ["mnk", "othello"]), ("tic-tac-toe", ["hex"]),
    ("CartPole-v0", ["hex", "FrozenLake-v1"]),
  ])
  func `a run is of its own game or task, whatever its shapes`(
    environment: String, others: [String]
  ) throws {
    let path = NSTemporaryDirectory() + "arena-network-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = try RunFolder(
      training: path,
      RunConfiguration(
        environment: environment, environmentOptions: ["size": "8"], agent: "dqn",
        agentOptions: [:], seed: 1))
    let network = try Network(
      zeros: Architecture(
        input: .vector(1), trunk: [], heads: [Head(name: "out", layers: [.dense(outputs: 1)])]))
    try network.write(to: folder.checkpointPath(0))
    let options = try Options(["run": path], for: TrainedNetworkOptions().specs)
    func read(for name: String) throws -> Network {
      try TrainedNetwork(
        of: "dqn", options, in: Catalog.worldType(name), worldType: Catalog.worldType
      ).network
    }
    for other in others {
      let error = #expect(throws: RequestError.self) { try read(for: other) }
      #expect(
        error?.description
          == "\(path) was trained on \(environment), which is another game or task")
    }
    // Names of one type share their networks: tic-tac-toe and mnk, the versions of a task.
    let own = ["hex": "hex", "tic-tac-toe": "mnk", "CartPole-v0": "CartPole-v1"]
    #expect(try read(for: #require(own[environment])).parameters == network.parameters)
  }
}
