import Foundation
import Glibc

extension DurableFile {
  /// Whether `path` is replaced by a new file: only a plain file with one name is, or nothing. A
  /// device, a pipe, a link and a file with several names stay what they are and are written through.
  ///
  /// - Parameter evenWithNames: whether a plain file with several names is replaced as well.
  static func isReplaced(_ path: String, evenWithNames: Bool = false) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0 else { return errno == ENOENT }
    return status.st_mode & S_IFMT == S_IFREG && (status.st_nlink == 1 || evenWithNames)
  }

  /// Makes sure that `write` can write to `path`, and makes the folders that it lies in: for results
  /// of long work.
  ///
  /// - Throws: `StorageError` naming the path and the system's reason.
  public static func prepare(_ path: String) throws(StorageError) {
    guard isReplaced(path) else {
      var status = stat()
      // A link may lead to what is not there yet.
      if stat(path, &status) != 0 {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw StorageError("cannot write", path) }
        close(file)
      } else if status.st_mode & S_IFMT == S_IFDIR {
        errno = EISDIR
        throw StorageError("cannot write", path)
      } else if access(path, W_OK) != 0 {
        throw StorageError("cannot write", path)
      }
      return
    }
    try StoredFile.createFolder(folder(of: path))
    if access(path, F_OK) == 0 && access(path, W_OK) != 0 {
      throw StorageError("cannot write", path)
    }
    let temporary = path + ".partial"
    let file = open(temporary, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw StorageError("cannot write", path) }
    close(file)
    unlink(temporary)
  }

  /// A path that nobody else uses, for files that are needed until `path` is written: beside it, or
  /// in the temporary folder where it is a device, a pipe or a link.
  public static func scratch(for path: String) -> String {
    isReplaced(path) ? path + ".partial" : temporaryPath
  }

  /// A path in the temporary folder that nobody else uses.
  public static var temporaryPath: String {
    NSTemporaryDirectory() + "arena-\(UUID().uuidString)"
  }

  /// The folder that a path lies in. Foundation's own answer traps for names of one letter.
  static func folder(of path: String) -> String {
    let name = path.utf8.reversed().drop { $0 == UInt8(ascii: "/") }
    let above = name.drop { $0 != UInt8(ascii: "/") }.drop { $0 == UInt8(ascii: "/") }
    guard above.isEmpty else { return String(decoding: above.reversed(), as: UTF8.self) }
    return path.utf8.first == UInt8(ascii: "/") ? "/" : "."
  }
}
