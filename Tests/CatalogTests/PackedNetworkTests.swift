import ArenaCore
import Foundation
import Match
import NeuralCore
import Testing
import Training

@testable import Catalog

/// The networks that come with the program.
@Suite struct PackedNetworkTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/CNetworks")

  @Test func `every file is in the program, is small and says where it comes from`() throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.folder.appending(path: "Files"), includingPropertiesForKeys: [.fileSizeKey])
    #expect(files.count == PackedNetwork.shipped.count && !files.isEmpty)
    let readme = try String(contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8)
    for file in files {
      let values = try file.resourceValues(forKeys: [.fileSizeKey])
      let size = try #require(values.fileSize)
      #expect(size < 1_000_000, "\(file.lastPathComponent)")
      let packed = try PackedNetwork(contentsOf: file.path)
      #expect(!packed.provenance.strength.isEmpty && !packed.provenance.licence.isEmpty)
      #expect(packed.provenance.steps > 0 && packed.provenance.seconds > 0)
      #expect(PackedNetwork.shipped.contains { $0.network.parameters == packed.network.parameters })
      #expect(readme.contains(file.lastPathComponent))
    }
  }

  @Test func `each plays every game that it says, on its own board, without being named`() throws {
    for packed in PackedNetwork.shipped {
      for name in packed.provenance.games {
        let entry = try Catalog.game(name)
        let options = packed.provenance.environmentOptions
        let spec = try #require(try entry.shippedPlayer(options), "\(packed.provenance.board)")
        #expect(spec.agent == "alphazero")
        var session = try entry.session(options)
        var player = try entry.sessionPlayers(
          PlayerSpec(agent: "alphazero", options: ["simulations": "2"]), options)(1)
        player.begin(as: .first, in: session)
        var random = RandomSource(seed: 1)
        let action = try player.choose(in: session, within: .unlimited, using: &random)
        try session.play(action)
      }
    }
  }

  @Test func `a packed network keeps its weights to 16 bits, and its agent and game`() throws {
    let packed = try #require(PackedNetwork.shipped.first)
    let path = NSTemporaryDirectory() + "arena-packed-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var network = packed.network
    for index in network.parameters.indices { network.parameters[index] += 1e-3 / 3 }
    try PackedNetwork(network, from: packed.provenance).write(to: path)
    let read = try PackedNetwork(contentsOf: path)
    #expect(read.provenance == packed.provenance)
    for (one, other) in zip(network.parameters, read.network.parameters) {
      #expect(abs(one - other) <= max(abs(one) / 2048, 6e-8), "\(one) \(other)")
    }
    let hex = try Catalog.game("hex")
    let spec = PlayerSpec(agent: "alphazero", options: ["run": path])
    let error = #expect(throws: RequestError.self) { try hex.sessionPlayers(spec, [:]) }
    #expect(error?.description.contains("was trained on") == true)
    let dqn = PlayerSpec(agent: "dqn", options: ["run": path])
    let refusal = #expect(throws: RequestError.self) {
      try Catalog.game(packed.provenance.environment).sessionPlayers(dqn, [:])
    }
    #expect(refusal?.description == "\(path) was trained by alphazero, not by dqn")
    network.parameters[0] = 1e9
    #expect(throws: RunError.self) {
      try PackedNetwork(network, from: packed.provenance).write(to: path)
    }
  }

  @Test func `a board without a network says which boards there are`() throws {
    let game = try #require(PackedNetwork.shipped.first).provenance.environment
    let error = #expect(throws: RequestError.self) {
      try Catalog.game(game).sessionPlayers(
        PlayerSpec(agent: "alphazero", options: [:]), ["columns": "4", "rows": "4"])
    }
    #expect(error?.description.contains("which the program brings") == true)
  }
}
