import ArenaCore
import Glibc
import Lobby
import Storage

/// An append-only file of entries: what the server promised is in it before the promise is sent.
///
/// A text file: the line `arena-journal 1`, then one entry a line after its CRC-32C in eight
/// hexadecimal digits. A torn last line, as a crash leaves it, has no end; it is cut off on opening
/// and reported. A whole line that is damaged is an error, also if it is the last: what it said was
/// promised, and what follows it cannot be trusted.
struct Journal: ~Copyable {
  private let descriptor: Int32
  private let path: String
  private let checksums = CRC32C()
  private var buffer: [UInt8] = []

  static let header = Array("arena-journal 1\n".utf8)

  /// The line of the file that holds an entry, given its place among the entries.
  static func line(ofEntry index: Int) -> Int { index + 2 }

  /// Opens or creates the journal, and keeps other servers out of it.
  ///
  /// - Parameters:
  ///   - entries: receives what the journal holds.
  ///   - report: receives what was cut off, in one line.
  /// - Throws: `ServerError` for a file that cannot be used, is in use, is no journal or is damaged.
  static func open(
    _ path: String, entries: inout [JournalEntry], report: (String) -> Void = { _ in }
  ) throws(ServerError) -> Journal {
    // Without waiting: a pipe of that name would keep the server from starting.
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { throw ServerError(failing: "cannot open the journal \(path)") }
    let journal = Journal(descriptor: descriptor, path: path)
    try journal.load(into: &entries, report)
    return journal
  }

  private init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// Writes entries and waits until they are on the disk: one sync for all of them.
  mutating func commit(_ entries: [JournalEntry]) throws(ServerError) {
    guard !entries.isEmpty else { return }
    buffer.removeAll(keepingCapacity: true)
    for entry in entries {
      let text = Array(entry.text.utf8)
      buffer += Text.hexadecimal(checksums.checksum(text)).utf8
      buffer.append(UInt8(ascii: " "))
      buffer += text
      buffer.append(UInt8(ascii: "\n"))
    }
    try write(buffer)
  }

  private func load(
    into entries: inout [JournalEntry], _ report: (String) -> Void
  ) throws(ServerError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw ServerError("the journal \(path) is no regular file")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw errno == EWOULDBLOCK
        ? ServerError("the journal \(path) is in use by another server")
        : ServerError(failing: "cannot lock the journal \(path)")
    }
    let bytes = try readAll()
    // A crash may leave zeros where a file had grown and nothing was written yet.
    let written = bytes[..<(bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0)]
    if written.count < Self.header.count, Self.header.starts(with: written) {
      // New, or torn while it was new.
      if !bytes.isEmpty { report("the journal \(path) was torn while it was new: begun anew") }
      try cut(at: 0)
      try write(Self.header)
      do throws(StorageError) { try DurableFile.syncFolder(of: path) } catch {
        throw ServerError(error.description)
      }
      return
    }
    guard bytes.starts(with: Self.header) else { throw ServerError("\(path) is no journal") }
    let end = try read(bytes, into: &entries)
    guard end < bytes.count else { return }
    try cut(at: end)
    report(
      "the journal \(path) ended in a torn line: \(bytes.count - end) bytes cut off at byte \(end)")
  }

  /// Reads all whole lines; returns where they end.
  private func read(
    _ bytes: [UInt8], into entries: inout [JournalEntry]
  ) throws(ServerError) -> Int {
    var start = Self.header.count
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      let place = "line \(Self.line(ofEntry: entries.count)), byte \(start)"
      guard let text = text(of: bytes[start..<end]) else {
        throw ServerError(
          "the journal \(path) is damaged at \(place): all before it is kept by "
            + "truncate -s \(start)")
      }
      guard let entry = JournalEntry(text: text) else {
        throw ServerError(
          "the journal \(path) says what this version does not know at \(place): "
            + OneLine.quoting(text))
      }
      entries.append(entry)
      start = end + 1
    }
    return start
  }

  /// What a line says; nil when its checksum is another.
  private func text(of line: ArraySlice<UInt8>) -> String? {
    guard line.count > 9, line[line.startIndex + 8] == UInt8(ascii: " "),
      let checksum = UInt32(String(decoding: line.prefix(8), as: UTF8.self), radix: 16)
    else { return nil }
    let text = line.dropFirst(9)
    guard checksums.checksum(text) == checksum else { return nil }
    return String(validating: text, as: UTF8.self)
  }

  private func readAll() throws(ServerError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw ServerError(failing: "cannot read the journal \(path)") }
      bytes += chunk[..<count]
    }
  }

  private func write(_ bytes: [UInt8]) throws(ServerError) {
    guard bytes.withUnsafeBytes({ Descriptor.write($0, to: descriptor) }) else {
      throw ServerError(failing: "cannot write the journal \(path)")
    }
    guard fdatasync(descriptor) == 0 else {
      throw ServerError(failing: "cannot sync the journal \(path)")
    }
  }

  private func cut(at end: Int) throws(ServerError) {
    guard ftruncate(descriptor, off_t(end)) == 0, lseek(descriptor, 0, SEEK_END) >= 0,
      fsync(descriptor) == 0
    else { throw ServerError(failing: "cannot cut the journal \(path)") }
  }
}
