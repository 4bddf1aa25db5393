public import Foundation
import Glibc

/// Writes whole files so that a crash at any moment leaves the old contents or the new, never a mix.
///
/// What is no plain file of its own, such as a device, a pipe or a link, is written through instead:
/// it stays what it is, and a crash may leave it half written.
public enum DurableFile {
  /// Replaces `path` with `bytes`: written to a temporary name beside it, synced, renamed, and the
  /// folder synced.
  ///
  /// - Throws: `StorageError` naming the path and the system's reason.
  public static func write(_ bytes: some ContiguousBytes, to path: String) throws(StorageError) {
    try write(to: path) { (file: borrowing Writer) throws(StorageError) in
      try file.append(bytes)
    }
  }

  /// Replaces `path` with what `body` appends, piece by piece: for files too large to hold twice.
  ///
  /// - Parameter previous: the name under which the old contents, if any, are kept: whole, and
  ///   never instead of `path`, whenever a crash may come.
  /// - Throws: `StorageError` naming the path and the system's reason, or what `body` throws; the
  ///   old contents are then untouched.
  public static func write(
    to path: String, keepingOldAs previous: String? = nil,
    _ body: (borrowing Writer) throws(StorageError) -> Void
  ) throws(StorageError) {
    // Old contents that are kept may still have both their names, after a crash in between.
    guard isReplaced(path, evenWithNames: previous != nil) else {
      let file = try Writer(opening: path)
      try body(file)
      return file.syncIfPossible()
    }
    let temporary = path + ".partial"
    do throws(StorageError) {
      let file = try Writer(creating: temporary, like: path)
      try body(file)
      try file.sync()
      if let previous { try keep(path, as: previous) }
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let failure = StorageError("cannot rename to", path)
      unlink(temporary)
      throw failure
    }
    try syncFolder(of: path)
  }

  /// Gives the contents of `path` a second name, in place of what had it; nothing where there is no
  /// such file.
  private static func keep(_ path: String, as previous: String) throws(StorageError) {
    let temporary = previous + ".partial"
    unlink(temporary)
    if link(path, temporary) != 0 {
      if errno == ENOENT { return }
      // A file system without links: a copy does as well, only not at once.
      do { try FileManager.default.copyItem(atPath: path, toPath: temporary) } catch {
        throw StorageError("cannot create", temporary)
      }
    }
    guard rename(temporary, previous) == 0 else {
      let failure = StorageError("cannot rename to", previous)
      unlink(temporary)
      throw failure
    }
    // Renaming one name of a file to another of the same file does nothing at all.
    unlink(temporary)
  }

  /// The open temporary file of one `write`.
  public struct Writer: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Opens what is to be written through.
    fileprivate init(opening path: String) throws(StorageError) {
      descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
      self.path = path
      guard descriptor >= 0 else { throw StorageError("cannot write", path) }
    }

    /// - Parameter model: a file whose permissions the new one takes over, if there is one.
    fileprivate init(creating path: String, like model: String) throws(StorageError) {
      descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
      self.path = path
      guard descriptor >= 0 else { throw StorageError("cannot create", path) }
      // The temporary name itself may lead to a device, whose permissions are not ours.
      var (own, status) = (stat(), stat())
      guard fstat(descriptor, &own) == 0, own.st_mode & S_IFMT == S_IFREG else { return }
      if stat(model, &status) == 0 { fchmod(descriptor, status.st_mode & 0o777) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Appends `bytes`, however many calls the system makes of it.
    public func append(_ bytes: some ContiguousBytes) throws(StorageError) {
      guard bytes.withUnsafeBytes({ Descriptor.write($0, to: descriptor) }) else {
        throw StorageError("cannot write", path)
      }
    }

    /// Pipes and devices have nothing to sync.
    fileprivate func syncIfPossible() { fsync(descriptor) }

    fileprivate func sync() throws(StorageError) {
      guard fsync(descriptor) == 0 else { throw StorageError("cannot sync", path) }
    }
  }

  /// Makes a rename or a creation inside a folder durable.
  public static func syncFolder(of path: String) throws(StorageError) {
    let folder = folder(of: path)
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StorageError("cannot open", folder) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw StorageError("cannot sync", folder) }
  }
}

/// What the file system refused, in one line for the user.
public struct StorageError: Error, Hashable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }

  /// The last system error, with what was attempted on which path.
  public init(_ attempt: String, _ path: String) {
    description = "\(attempt) \(path): \(String(cString: strerror(errno)))"
  }
}

/// What is done with an open descriptor wherever bytes are read or written.
public enum Descriptor {
  /// Writes all of `bytes`, however many calls the system makes of it.
  ///
  /// - Parameter offset: where in the file; nil at the descriptor's own place.
  /// - Returns: false where the system refuses; `errno` says why.
  public static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int? = nil
  ) -> Bool {
    var done = 0
    while done < bytes.count {
      let (start, count) = (bytes.baseAddress! + done, bytes.count - done)
      let written =
        offset.map { pwrite(descriptor, start, count, off_t($0 + done)) }
        ?? Glibc.write(descriptor, start, count)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { return false }
      done += written
    }
    return true
  }

  /// Fills `bytes` from a place of a file, as far as there are any.
  ///
  /// - Returns: how many were read, fewer only at the file's end; nil where the system refuses:
  ///   `errno` says why.
  public static func read(
    _ bytes: UnsafeMutableRawBufferPointer, from descriptor: Int32, at offset: Int
  ) -> Int? {
    var done = 0
    while done < bytes.count {
      let count = pread(
        descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      done += count
    }
    return done
  }
}
