import ArenaCore
import Evaluation
import Foundation
import Glibc
import Training

/// The players of a tournament from the command line's `[NAME=]SPEC`.
enum PlayerList {
  /// One text taken apart: the name is given before the spec's first `=`, in quotes where it holds a
  /// colon or an equals sign itself.
  static func contestant(_ text: String) throws -> Contestant {
    func refusal(_ reason: String) -> UsageError {
      UsageError("--player cannot be \(OneLine.quoting(text)): \(reason)")
    }
    let scalars = text.unicodeScalars
    var name: String?
    var rest = text
    if let quote = scalars.first, quote == "'" || quote == "\"" {
      let inside = scalars.dropFirst()
      guard let end = inside.firstIndex(of: quote) else {
        throw refusal("the quote of the name does not end")
      }
      let behind = inside[inside.index(after: end)...]
      guard behind.first == "=" else { throw refusal("after a name in quotes comes =SPEC") }
      name = String(inside[..<end])
      rest = String(behind.dropFirst())
    } else if let sign = scalars.firstIndex(of: "="),
      !scalars[..<sign].contains(":")
    {
      name = String(scalars[..<sign]).trimmingCharacters(in: .whitespaces)
      rest = String(scalars[scalars.index(after: sign)...])
        .trimmingCharacters(in: .whitespaces)
    }
    if let name {
      guard !name.isEmpty, name.utf8.count <= 200 else {
        throw refusal("a name has 1 to 200 bytes")
      }
      guard !OneLine.hasControls(name) else { throw refusal("a name has no control characters") }
      // It would be one character with the space before it.
      guard (" " + name).count == name.count + 1 else {
        throw refusal("a name does not begin with a combining mark")
      }
      // Where a tournament's players are kept, a name stands in quotes.
      let marks = name.unicodeScalars
      guard !marks.contains("'") || !marks.contains("\"") else {
        throw refusal("a name has one kind of quotes")
      }
    }
    return Contestant(try PlayerSpec(rest), name: name)
  }

  /// The text that `contestant` reads as this player.
  static func text(of contestant: Contestant) -> String {
    let (name, spec) = (contestant.name, contestant.spec.description)
    guard name != spec else { return spec }
    let isPlain =
      !name.unicodeScalars.contains { ":='\"".unicodeScalars.contains($0) }
      && name == name.trimmingCharacters(in: .whitespaces)
    let quote = name.unicodeScalars.contains("'") ? "\"" : "'"
    return (isPlain ? name : quote + name + quote) + "=" + spec
  }

  /// The player itself or, where its spec has `checkpoint=*`, one for each checkpoint of its run;
  /// `*` in the run's folder stands for any name.
  static func expanded(_ contestant: Contestant) throws -> [Contestant] {
    let options = contestant.spec.options
    guard let run = options["run"] else { return [contestant] }
    guard options["checkpoint"] == "*" || run.contains("*") else { return [contestant] }
    let paths = run.contains("*") ? Self.folders(run) : [run]
    let isNamed = contestant.name != contestant.spec.description
    var found: [Contestant] = []
    for path in paths {
      let folder = try RunFolder(opening: path)
      // Among many runs there are some of other agents.
      if paths.count > 1 || run.contains("*"),
        folder.configuration.agent != contestant.spec.agent
      {
        continue
      }
      let checkpoints =
        options["checkpoint"] == "*" ? folder.checkpoints.map { String($0) } : [nil]
      for checkpoint in checkpoints {
        var options = options
        options["run"] = path
        if let checkpoint { options["checkpoint"] = checkpoint }
        let place =
          (run.contains("*") ? [(path as NSString).lastPathComponent] : [])
          + (checkpoint.map { [$0] } ?? [])
        found.append(
          Contestant(
            PlayerSpec(agent: contestant.spec.agent, options: options),
            name: isNamed ? ([contestant.name] + place).joined(separator: " ") : nil))
      }
    }
    guard !found.isEmpty else {
      throw CommandFailure(
        "no checkpoint of \(contestant.spec.agent) in \(run)")
    }
    return found
  }

  /// The run folders that a pattern names, in order.
  private static func folders(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
      .filter { access($0 + "/run.json", F_OK) == 0 }
  }
}
