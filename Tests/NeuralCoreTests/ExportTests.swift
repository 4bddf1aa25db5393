import ArenaCore
import Benchmarks
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
    .enabled(if: asksPython),
    arguments: SampleNetworks.all + bars)
  func `onnxruntime reproduces the outputs`(_ sample: (name: String, architecture: Architecture))
    throws
  {
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

  @Test(
    .enabled(if: asksPython),
    arguments: bars)
  func `PyTorch computes the same outputs and the same training step`(
    _ sample: (name: String, architecture: Architecture)
  ) throws {
    var network = try SampleNetworks.network(sample.architecture)
    // Branches that start at zero would leave half the arithmetic untested.
    var random = RandomSource(seed: 7)
    for block in network.layout where network.parameters[block.offset] == 0 {
      for index in block.range { network.parameters[index] = Float(0.02 * random.normal()) }
    }
    let folder = try prepare(network, rows: 7)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try step(network).write(to: folder + "/trained.safetensors")
    try step(network.convolvingDirectly).write(to: folder + "/direct.safetensors")
    let output = try run(Self.pyTorchScript, in: folder)
    let errors = output.split(separator: " ").compactMap {
      Double($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    try #require(errors.count == 3)
    #expect(errors[0] < 1e-5, "\(sample.name) forward")
    #expect(errors[1] < 1e-4, "\(sample.name) after a step, root mean square")
    #expect(errors[2] < 1e-4, "\(sample.name) after a step by direct convolution, largest")
  }

  /// The network after one step of plain gradient descent on the mean over rows of Σ output^2 / 2.
  private func step(_ network: Network) -> Network {
    let trainer = Trainer(network, optimiser: .sgd(), capacity: 7, threads: 1)
    _ = trainer.inputs.update(
      fromContentsOf: SampleNetworks.inputs(7, for: network.architecture))
    let heads = network.architecture.heads.indices
    trainer.step(count: 7, learningRate: 0.01) { shard in
      for head in heads {
        let outputs = shard.output(head)
        for index in outputs.indices { shard.gradient(head)[index] = outputs[index] / 7 }
      }
      return LossSums()
    }
    return trainer.network
  }

  /// Rebuilds the networks of the bars from their tensors' names, and prints the relative errors of
  /// outputs (the largest), of parameters after a step (root mean square, the worst tensor), and of
  /// those by direct convolution (the largest).
  ///
  /// The largest error of a step by Winograd's method says little where 4 million numbers pass a
  /// relu: some lie within rounding of zero, and those that fall on the other side change single
  /// weights by 1.7e-4 of the largest (15x15). PyTorch's own step differs by 6.9e-5 from the one in
  /// double precision for the same reason.
  private static let pyTorchScript = """
    import torch, torch.nn.functional as F
    from safetensors.torch import load_file
    run, trained = load_file("run.safetensors"), load_file("trained.safetensors")
    direct = load_file("direct.safetensors")
    weights = load_file("weights.safetensors")
    def step():
        p = {k: v.requires_grad_() for k, v in weights.items()}
        def conv(x, n):
            w = p[n + ".weight"]
            return F.conv2d(x, w.permute(3, 2, 0, 1), p[n + ".bias"], padding=w.shape[0] // 2)
        def dense(x, n): return x.flatten(1) @ p[n + ".weight"] + p[n + ".bias"]
        x = run["input"]
        if x.dim() == 4:
            x = F.relu(conv(x, "trunk.0"))
            layer = 2
            while f"trunk.{layer}.0.weight" in p:
                n = f"trunk.{layer}."
                x = F.relu(x + conv(F.relu(conv(x, n + "0")), n + "2"))
                layer += 2
            policy = dense(F.relu(conv(x, "policy.0")), "policy.2")
            value = F.relu(dense(F.relu(conv(x, "value.0")), "value.2"))
            outputs = {"policy": policy, "value": torch.tanh(dense(value, "value.4"))}
        else:
            x = F.relu(dense(F.relu(dense(x, "trunk.0")), "trunk.2"))
            outputs = {"output": dense(x, "output.0")}
        (sum((v ** 2).sum() for v in outputs.values()) / 14).backward()
        return outputs, {k: v - 0.01 * v.grad for k, v in p.items()}
    outputs, expected = step()
    def largest(values, exact, floor=0):
        return max(((values[k] - v).abs().max() / v.abs().max().clamp(min=floor)).item()
                   for k, v in exact.items())
    root_mean_square = max(
        ((trained[k] - v).norm() / v.norm()).item() for k, v in expected.items())
    print(largest(run, outputs, 1), root_mean_square, largest(direct, expected))
    """
}
