import Foundation

@testable import Agents

/// A shell script in a folder of its own that speaks GTP as a test wants it, and writes down its
/// process group and what it is told.
///
/// It answers `genmove` with one reply after the other, given as formats of `printf` whose `%s` is
/// the command's number, and any other command with success.
final class FakeProgram {
  /// Replies that are none.
  static let hangs = "HANG"
  static let dies = "DIE"
  static let neverStops = "FLOOD"

  let command: String
  private let folder: URL

  /// - Parameters:
  ///   - refusing: a pattern of the shell for commands that it refuses, the first time it hears one.
  ///   - listing: what it answers `list_commands` with.
  init(_ replies: [String], refusing: String = "nothing", listing: String = "") throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let script = folder.appending(path: "program.sh")
    try Data(Self.script.utf8).write(to: script)
    let words = [script.path(), folder.path(), refusing, listing] + replies
    command = "sh " + words.map { "'\($0)'" }.joined(separator: " ")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The commands that it heard, without their numbers.
  var heard: [String] { lines(of: "heard") }

  /// Whether all its processes end within some seconds; nobody waits for those that a shell started.
  var ends: Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while processCount > 0 && ContinuousClock.now < deadline { usleep(2000) }
    return processCount == 0
  }

  /// How many of its processes are alive: those of its group that are more than an entry of the
  /// system's table.
  var processCount: Int {
    guard let group = lines(of: "group").last.flatMap({ Int($0) }) else { return 0 }
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.filter { Int($0) != nil }.count { process in
      guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
        let end = text.lastIndex(of: ")")
      else { return false }
      // After the name: the state, the parent and the group.
      let fields = text[end...].dropFirst().split(separator: " ")
      return fields.count > 2 && fields[0] != "Z" && Int(fields[2]) == group
    }
  }

  private func lines(of file: String) -> [String] {
    let text = try? String(contentsOf: folder.appending(path: file), encoding: .utf8)
    return text?.split(separator: "\n").map(String.init) ?? []
  }

  private static let script = #"""
    folder=$1 refusing=$2 listing=$3
    shift 3
    cut -d ' ' -f 5 /proc/$$/stat >"$folder/group"
    while read -r id words; do
      echo "$words" >>"$folder/heard"
      case $words in
      list_commands) printf '=%s %s\n\n' "$id" "$listing" ;;
      $refusing)
        refusing=
        printf '?%s not that\n\n' "$id"
        ;;
      genmove*)
        reply=$1
        shift
        case $reply in
        HANG) sleep 1000 ;;
        DIE) exit 3 ;;
        FLOOD) yes ;;
        *) printf "$reply" "$id" ;;
        esac
        ;;
      *) printf '=%s \n\n' "$id" ;;
      esac
      [ "$words" != quit ] || exit 0
    done
    """#
}
