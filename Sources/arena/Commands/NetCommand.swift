import ArenaCore
import Catalog
import Match
import NeuralCore
import Training

enum NetCommand: Command {
  static let name = "net"
  static let summary = "describes a network's file, exports it as ONNX, packs a run's"
  static let usage = "describe FILE | export FILE --onnx OUT | pack RUN --to OUT"
  static let flags = [
    Flag("onnx", "OUT", "export: the ONNX file to write"),
    Flag("to", "OUT", "pack: the file to write"),
    Flag("checkpoint", "NAME", "pack: first, middle, last, best or a number (default: best)"),
    Flag("strength", "TEXT", "pack: what was measured of it, for readers of the file"),
    Flag("licence", "TEXT", "pack: under which it may be used"),
    Flag("also", "GAME", repeats: true, "pack: another game of the same boards and moves"),
  ]
  static let printsResult = true
  static let details = """
    FILE is a checkpoint of a run, such as runs/quickstart/checkpoints/000012.safetensors, or a packed
    file. pack writes the network of a run as one small file of 16-bit weights that says where it
    comes from; players take it in place of the run: alphazero:run=OUT.

      arena net pack runs/first --to first.safetensors
      arena play connect-four --against alphazero:run=first.safetensors
    """

  private static let packing = ["to", "checkpoint", "strength", "licence", "also"]

  static func run(_ arguments: Arguments) throws {
    let words = try arguments.take("describe|export|pack", "FILE")
    if words[0] != "export" {
      try arguments.refuse("onnx", because: "export writes an ONNX file")
    }
    if words[0] != "pack" {
      for name in packing { try arguments.refuse(name, because: "it belongs to pack") }
    }
    switch words[0] {
    case "describe": try describe(words[1])
    case "export":
      guard let path = try arguments.text("onnx") else {
        throw UsageError("--onnx is missing: which file shall be written?")
      }
      try network(words[1]).writeONNX(to: path)
    case "pack": try pack(words[1], arguments)
    default:
      throw UsageError(
        "unknown word '\(words[0])': "
          + NearestWord.advice(
            for: words[0], among: ["describe", "export", "pack"], introducing: "there are"))
    }
  }

  private static func describe(_ path: String) throws {
    print(try network(path).summary)
    if let packed = try? PackedNetwork(contentsOf: path) {
      print("\npacked from\n\(packed.provenance.text)")
    }
  }

  private static func pack(_ path: String, _ arguments: Arguments) throws {
    guard let target = try arguments.text("to") else {
      throw UsageError("--to is missing: which file shall be written?")
    }
    var packed = try PackedNetwork(
      RunFolder(opening: path), checkpoint: arguments.text("checkpoint") ?? "best")
    packed.provenance.strength = try arguments.text("strength") ?? ""
    packed.provenance.licence = try arguments.text("licence") ?? ""
    packed.provenance.alsoPlays = arguments.all("also")
    for name in packed.provenance.alsoPlays { try check(name, playsAs: packed.provenance) }
    try packed.write(to: target)
    StandardOutput.say(
      "\(target): \(packed.network.parameters.count) weights in 16 bits", of: target)
  }

  /// The network that the call names: a file that holds none is a wrong name.
  private static func network(_ path: String) throws(UsageError) -> Network {
    do { return try Network(contentsOf: path) } catch { throw UsageError("\(error)") }
  }

  /// Makes sure that a further game looks to a network as its own one does.
  private static func check(_ name: String, playsAs own: PackedNetwork.Provenance) throws {
    let game = try Catalog.game(name)
    let options = own.environmentOptions.filter { option in
      game.options.contains { $0.name == option.key }
    }
    let sessions = [
      try Catalog.game(own.environment).session(own.environmentOptions), try game.session(options),
    ]
    let looks = sessions.map { session in
      session.facts.filter { ["actions", "observation"].contains($0.key) }
    }
    guard looks[0] == looks[1] else {
      throw UsageError(
        "--also cannot be '\(name)': it must be a game of the same boards and moves as \(own.board)"
      )
    }
  }
}
