import NeuralCore

enum NetCommand: Command {
  static let name = "net"
  static let summary = "describes a network's file, or exports it as ONNX"
  static let usage = "describe FILE | export FILE --onnx OUT"
  static let flags = [Flag("onnx", "OUT", "the ONNX file to write")]
  static let details = """
    FILE is a checkpoint of a run, such as runs/quickstart/checkpoints/000012.safetensors.
    """

  static func run(_ arguments: Arguments) throws {
    let words = try arguments.take("describe|export", "FILE")
    switch words[0] {
    case "describe": print(try network(words[1]).summary)
    case "export":
      guard let path = try arguments.text("onnx") else {
        throw UsageError("--onnx is missing: which file shall be written?")
      }
      try network(words[1]).writeONNX(to: path)
    default: throw UsageError("'\(words[0])' is neither describe nor export")
    }
  }

  /// - Throws: `UsageError` for a file that holds no network: another one is wanted.
  private static func network(_ path: String) throws(UsageError) -> Network {
    do { return try Network(contentsOf: path) } catch { throw UsageError(error.description) }
  }
}
