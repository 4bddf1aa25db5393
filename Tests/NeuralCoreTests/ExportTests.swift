import Foundation
import NeuralCore
import Testing

/// Whether Python with onnxruntime, safetensors and PyTorch is to be asked.
private let asksPython = ProcessInfo.processInfo.environment["ARENA_PYTHON_CHECKS"] == "1"

@Suite struct ExportTests {
  private func run(_ script: String, in folder: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: output, as: UTF8.self)
  }

  /// A folder with the network as weights and as ONNX, some inputs and what the network made.
  private func prepare(_ network: Network, rows: Int) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("export-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try network.write(to: folder + "/weights.safetensors")
    try network.writeONNX(to: folder + "/network.onnx")
    let inputs = SampleNetworks.inputs(rows, for: network.architecture)
    let predictor = Predictor(network, capacity: rows)
    _ = predictor.inputs.update(fromContentsOf: inputs)
    predictor.run(count: rows)
    var file = Safetensors()
    switch network.architecture.input {
    case .vector(let count): file.set("input", inputs, shape: [rows, count])
    case .planes(let channels, let height, let width):
      file.set("input", inputs, shape: [rows, channels, height, width])
    }
    for (index, head) in network.architecture.heads.enumerated() {
      file.set(
        head.name, Array(predictor.output(index)), shape: [rows, network.outputWidth(index)])
    }
    try file.write(to: folder + "/run.safetensors")
    return folder
  }

  static let bars = NeuralBenchmark.subjects.map { (name: $0.name, architecture: $0.architecture) }

  @Test(
    "onnxruntime reproduces the outputs", .enabled(if: asksPython),
    arguments: SampleNetworks.all + bars)
  func onnx(_ sample: (name: String, architecture: Architecture)) throws {
    let folder = try prepare(try SampleNetworks.network(sample.architecture), rows: 7)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let output = try run(
      """
      import onnxruntime, numpy as np
      from safetensors.numpy import load_file
      run = load_file("run.safetensors")
      load_file("weights.safetensors")
      session = onnxruntime.InferenceSession("network.onnx", providers=["CPUExecutionProvider"])
      names = [output.name for output in session.get_outputs()]
      worst = 0
      for name, value in zip(names, session.run(names, {"input": run["input"]})):
          worst = max(worst, np.abs(value - run[name]).max() / max(1, np.abs(value).max()))
      print(worst)
      """, in: folder)
    let worst = Double(output.trimmingCharacters(in: .whitespacesAndNewlines))
    #expect(try #require(worst) < 1e-5, "\(sample.name)")
  }

  @Test func `every sample network has an ONNX form that names its heads`() throws {
    for sample in SampleNetworks.all {
      let model = try SampleNetworks.network(sample.architecture).onnx
      for head in sample.architecture.heads {
        #expect(model.range(of: Data(head.name.utf8)) != nil)
      }
    }
  }

  @Test func `the summary counts every parameter`() throws {
    let network = try SampleNetworks.network(SampleNetworks.all[0].architecture)
    #expect(network.summary.contains("trunk.0.weight   5 x 7 = 35"))
    #expect(network.summary.hasSuffix("\(network.parameters.count) parameters, 1 KiB"))
  }
}
