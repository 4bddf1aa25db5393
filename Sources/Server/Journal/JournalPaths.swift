import CLinux
import Glibc
import Storage

/// The files of one journal, beside each other.
struct JournalPaths: Sendable {
  /// The entries since the snapshot, or all of them while there is none.
  let segment: String

  /// - Parameter path: of the segment, or of a folder that has it as `journal`.
  init(_ path: String) {
    segment = StoredFile.isFolder(path) ? path + (path.hasSuffix("/") ? "" : "/") + "journal" : path
  }

  /// How things stood when the segment began.
  var snapshot: String { segment + ".snapshot" }
  /// The segment that follows one whose snapshot is being written.
  var next: String { segment + ".next" }
  /// Finished games, a line of JSON each.
  var games: String { segment + ".games" }
  /// Who is banned.
  var bans: String { segment + ".bans" }
  /// What is written aside before it takes a name.
  var partial: String { segment + ".partial" }

  /// Gives a file the name of another, which goes; durably.
  func rename(_ old: String, to new: String) throws(ServerError) {
    guard Glibc.rename(old, new) == 0 else {
      throw ServerError(failing: "cannot rename \(old) to \(new)")
    }
    try syncFolder()
  }

  /// Makes names in the folder durable.
  func syncFolder() throws(ServerError) {
    do { try DurableFile.syncFolder(of: segment) } catch { throw ServerError(error.description) }
  }
}
