import Foundation
import TestKit
import Testing

/// Random damage to every kind of file that a run reads: no signal, no hang, nothing silently lost,
/// one line with the file's name. With `ARENA_LONG_TESTS=1` 2,000 mutations, else a sample.
@Suite struct RunDamageTests {
  /// A finished run, and the command that goes on with it.
  private struct Run {
    let path: String
    let words: [String]

    /// - Parameter options: `--option`s of a small network and little play.
    init(_ path: String, _ call: String, options: String) throws {
      self.path = path
      let options = options.split(separator: " ").flatMap { ["--option", String($0)] }
      words = call.split(separator: " ").map(String.init) + options + ["--threads", "1"]
      let first = try Program.run(words + ["--steps", "1500", "--run", path], in: "/")
      try #require(first.status == 0, "\(first.errors)")
      // A second session, so that there is a state before the last one and an end to be cut.
      let second = try Program.run(words + ["--steps", "2000", "--run", path], in: "/")
      try #require(second.status == 0, "\(second.errors)")
    }
  }

  private static let kinds = [
    "run.json", "state.safetensors", "checkpoints/000001.safetensors", "models.json",
    "metrics.jsonl", "events.out.tfevents.1.arena",
  ]

  private static func makeRuns(in folder: String) throws -> [Run] {
    [
      try Run(
        folder + "/alphazero", "train tic-tac-toe --agent alphazero --checkpoints 3",
        options: "blocks=0 channels=4 simulations=2 games=4 workers=1 positions=128 batch=16"),
      try Run(
        folder + "/dqn", "train CartPole-v1 --agent dqn --checkpoints 3",
        options:
          "hidden=8 learning-starts=64 batch=8 gradient-steps=4 buffer-size=300 per-alpha=0.5"),
      try Run(
        folder + "/ppo", "train CartPole-v1 --agent ppo --checkpoints 3",
        options: "hidden=8 normalise-observations=true normalise-rewards=true epochs=2"),
    ]
  }

  @Test func `no damage to a run's files takes the program down or loses anything in silence`()
    throws
  {
    try withEmptyFolder { folder in
      let runs = try Self.makeRuns(in: folder)
      let count = runsLongTests ? 2000 : 36
      var random = SystemRandomNumberGenerator()
      let seed = runsLongTests ? UInt64.random(in: 0...UInt64.max, using: &random) : 1
      var damage = Damage(seed: seed)
      for index in 0..<count {
        let run = runs[index / Self.kinds.count % runs.count]
        let kind = Self.kinds[index % Self.kinds.count]
        let copy = folder + "/copy"
        try? FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(atPath: run.path, toPath: copy)
        let file = "\(copy)/\(kind)"
        let whole = try Data(contentsOf: URL(fileURLWithPath: file))
        let (damaged, what) = damage.applied(to: whole)
        try damaged.write(to: URL(fileURLWithPath: file))
        let note = Comment(rawValue: "seed \(seed), \(index): \(what) in \(run.path), \(kind)")
        try check(run, kind, whole: whole, damaged: damaged, in: copy, note)
      }
    }
  }

  private func check(
    _ run: Run, _ kind: String, whole: Data, damaged: Data, in copy: String, _ note: Comment
  ) throws {
    func checkpoints() throws -> [String: Data?] {
      let names = try FileManager.default.contentsOfDirectory(atPath: copy + "/checkpoints")
      return Dictionary(
        uniqueKeysWithValues: names.map {
          ($0, FileManager.default.contents(atPath: "\(copy)/checkpoints/\($0)"))
        })
    }
    let before = try checkpoints()
    let rows = try Program.run(["models", copy], in: "/")
    let calls = [
      run.words + ["--steps", "2200", "--run", copy], ["net", "describe", "\(copy)/\(kind)"],
    ].prefix(kind.hasPrefix("checkpoints") ? 2 : 1)
    for call in calls {
      let result = try Program.run(call, in: "/", limit: 60)
      #expect(result.reason == .exit, note)
      guard result.status != 0 else { continue }
      #expect(result.errors.count { $0 == "\n" } == 1, note)
      let name = kind.split(separator: "/").last.map(String.init) ?? kind
      // A run.json of other values is another run's, or the state does not fit it: the folder is named.
      #expect(
        result.errors.contains(name) || kind == "run.json" && result.errors.contains(copy),
        "\(note): \(result.errors)")
    }
    // What the run kept before is there, byte for byte.
    let after = try checkpoints()
    for (name, bytes) in before { #expect(after[name] == bytes, note) }
    if rows.status == 0 {
      let now = try Program.run(["models", copy], in: "/")
      let counts = [rows, now].map { $0.output.split(separator: "\n").count }
      #expect(counts[1] >= counts[0], note)
    }
    // Whatever part of a growing file the damage spared is still there, or set aside.
    let pieces =
      switch kind {
      case "metrics.jsonl": whole.split(separator: 10).map { Data($0) + [10] }
      case "events.out.tfevents.1.arena": frames(of: whole)
      default: [] as [Data]
      }
    guard !pieces.isEmpty else { return }
    let kept = [kind, kind + ".damaged"].reduce(into: Data()) { all, name in
      all += FileManager.default.contents(atPath: "\(copy)/\(name)") ?? Data()
    }
    for piece in pieces where damaged.range(of: piece) != nil {
      #expect(kept.range(of: piece) != nil, "\(note): \(String(decoding: piece, as: UTF8.self))")
    }
  }

  /// The frames of a whole event file.
  private func frames(of bytes: Data) -> [Data] {
    var frames: [Data] = []
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let length = bytes[start..<start + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
      frames.append(Data(bytes[start..<start + length + 16]))
      start += length + 16
    }
    return frames
  }
}

/// Random changes of bytes.
private struct Damage {
  private var random: SplitMix

  init(seed: UInt64) { random = SplitMix(state: seed) }

  /// A changed copy, which differs, and what was done to it.
  mutating func applied(to bytes: Data) -> (bytes: Data, what: String) {
    while true {
      var changed = bytes
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let what = change(&changed, at: place)
      if changed != bytes { return (changed, "\(what) at \(place)") }
    }
  }

  private mutating func change(_ bytes: inout Data, at place: Int) -> String {
    switch Int.random(in: 0..<8, using: &random) {
    case 0:
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      return "a bit"
    case 1:
      bytes[place] = .random(in: 0...255, using: &random)
      return "a byte"
    case 2:
      bytes = bytes.prefix(place)
      return "a cut"
    case 3:
      bytes.insert(.random(in: 0...255, using: &random), at: place)
      return "an insertion"
    case 4:
      bytes.remove(at: place)
      return "a removal"
    case 5:
      let end = min(bytes.count, place + 64)
      bytes.replaceSubrange(place..<end, with: Data(count: end - place))
      return "zeros"
    case 6:
      // The header, where there is one, lies at the beginning.
      bytes[place % min(bytes.count, 64)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      return "a bit of the beginning"
    default:
      let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
      guard let digit = bytes[place...].firstIndex(where: digits.contains) else { return "" }
      bytes[digit] = .random(in: digits, using: &random)
      return "a digit"
    }
  }
}

/// Source: Steele, Lea and Flood 2014.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
