import Foundation
import NeuralCore

/// Another library, run by Python in a process of its own, to measure beside ours.
///
/// Absent where Python or the library is: then it loads nothing and `state` says why.
final class NeuralPeer {
  enum Library: String {
    /// Runs forward what our exporter wrote.
    case onnxruntime
    /// Trains the same network, rebuilt from its tensors' names.
    case pyTorch = "torch"
  }

  /// The library and its version, such as "onnxruntime 1.32.0".
  private(set) var name: String
  /// One line for people: the name, or why it is not measured.
  private(set) var state: String
  private let library: Library
  private let process = Process()
  private let requests = Pipe()
  private let replies = Pipe()
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("arena-peer-" + UUID().uuidString).path
  private var isPresent = false

  init(_ library: Library) {
    self.library = library
    name = library.rawValue
    state = ""
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.script, library.rawValue]
    process.standardInput = requests
    process.standardOutput = replies
    process.standardError = FileHandle.nullDevice
    let answer = (try? process.run()).flatMap { readLine() }
    guard let answer, answer.hasPrefix("version ") else {
      state = "\(library.rawValue) is not measured: \(answer ?? "no python3")"
      return
    }
    name += " " + answer.dropFirst("version ".count)
    state = "beside \(name), one thread, a repetition after each of ours"
    isPresent = true
  }

  deinit {
    // The end of its input is the end of the process.
    try? requests.fileHandleForWriting.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Makes the other library ready to run batches of `rows` rows; nil when it cannot.
  func load(_ network: Network, rows: Int) -> NeuralPeer? {
    guard isPresent else { return nil }
    let file = folder + (library == .onnxruntime ? "/network.onnx" : "/network.safetensors")
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      switch library {
      case .onnxruntime: try network.writeONNX(to: file)
      case .pyTorch: try network.write(to: file)
      }
    } catch {
      return nil
    }
    let shape =
      switch network.architecture.input {
      case .vector(let count): "\(count)"
      case .planes(let channels, let rows, let columns): "\(channels),\(rows),\(columns)"
      }
    return ask("load \(rows) \(shape) \(file)") == "ready" ? self : nil
  }

  /// Rows a second over at least `seconds` of processor time.
  func rate(seconds: Double) -> Double? { ask("rate \(seconds)").flatMap(Double.init) }

  private func ask(_ request: String) -> String? {
    guard isPresent else { return nil }
    try? requests.fileHandleForWriting.write(contentsOf: Data((request + "\n").utf8))
    let answer = readLine()
    isPresent = answer != nil
    return answer
  }

  /// The next line; nil when the process has ended.
  private func readLine() -> String? {
    var line = Data()
    while let byte = try? replies.fileHandleForReading.read(upToCount: 1), let first = byte.first {
      if first == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(first)
    }
    return nil
  }
}
