public import Foundation
import Glibc

/// Reads files and makes folders; what the system refuses becomes one line with its reason.
public enum StoredFile {
  /// The bytes of a file.
  ///
  /// - Parameter isMapped: whether the file is mapped instead of copied.
  /// - Throws: `StorageError` also where `path` is a folder, a pipe or a device.
  public static func read(_ path: String, isMapped: Bool = false) throws(StorageError) -> Data {
    // Without this, opening a pipe would wait for a writer.
    var status = stat()
    guard stat(path, &status) == 0 else { throw StorageError("cannot read", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw StorageError("cannot read \(path): it is no file")
    }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw StorageError("cannot read", path) }
    close(file)
    do {
      return try Data(
        contentsOf: URL(fileURLWithPath: path), options: isMapped ? .alwaysMapped : [])
    } catch {
      throw StorageError("cannot read", path)
    }
  }

  /// Makes a folder and those above it where they are not there yet.
  public static func createFolder(_ path: String) throws(StorageError) {
    if mkdir(path, 0o755) == 0 || isFolder(path) { return }
    let reason = errno
    let parent = DurableFile.folder(of: path)
    errno = reason
    guard reason == ENOENT, parent != path else { throw StorageError("cannot create", path) }
    try createFolder(parent)
    guard mkdir(path, 0o755) == 0 || isFolder(path) else {
      throw StorageError("cannot create", path)
    }
  }

  /// Whether there is a folder of that name; leaves the system's last error as it was.
  public static func isFolder(_ path: String) -> Bool {
    let before = errno
    defer { errno = before }
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
