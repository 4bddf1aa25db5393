import CLinux
import Glibc
import Storage

/// One open file of a journal.
struct JournalFile: ~Copyable {
  let descriptor: Int32
  let path: String
  /// Where what is written next begins.
  private(set) var length = 0
  /// Up to where there is room on the disk that nobody else can take.
  private var reserved = 0

  /// Opens or creates a file that grows.
  init(_ path: String, truncating: Bool = false) throws(ServerError) {
    // Without waiting: a pipe of that name would keep the server from starting.
    descriptor = open(
      path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | (truncating ? O_TRUNC : 0), 0o600)
    self.path = path
    guard descriptor >= 0 else { throw ServerError(failing: "cannot open the journal \(path)") }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw ServerError("the journal \(path) is no regular file")
    }
    length = Int(status.st_size)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Keeps other servers out, for as long as the file is open.
  func lock() throws(ServerError) {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw errno == EWOULDBLOCK
        ? ServerError("the journal \(path) is in use by another server")
        : ServerError(failing: "cannot lock the journal \(path)")
    }
  }

  /// Whether the file of that name is this one still.
  var hasItsName: Bool {
    var (own, named) = (stat(), stat())
    return fstat(descriptor, &own) == 0 && stat(path, &named) == 0 && own.st_ino == named.st_ino
      && own.st_dev == named.st_dev
  }

  /// Lets others in while the file is open still.
  func unlock() { flock(descriptor, LOCK_UN) }

  func readAll() throws(ServerError) -> [UInt8] { try read(from: 0) }

  /// - Parameter start: at most `length`.
  func read(from start: Int) throws(ServerError) -> [UInt8] {
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: length - start) { buffer, count in
      while count < buffer.count {
        let more = pread(
          descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count,
          off_t(start + count))
        if more < 0 && errno == EINTR { continue }
        failed = more < 0
        guard more > 0 else { return }
        count += more
      }
    }
    guard !failed else { throw ServerError(failing: "cannot read the journal \(path)") }
    return bytes
  }

  /// Writes bytes behind all others. Where the disk refuses, what is behind `length` does not count.
  mutating func append(_ bytes: [UInt8]) throws(ServerError) {
    guard lseek(descriptor, off_t(length), SEEK_SET) >= 0,
      bytes.withUnsafeBytes({ Descriptor.write($0, to: descriptor) })
    else { throw ServerError(failing: "cannot write the journal \(path)") }
    length += bytes.count
  }

  /// Sees to it that there is room for what comes next: a disk that is full shows before anything
  /// is promised.
  ///
  /// - Throws: when there is not even a little.
  mutating func reserve() throws(ServerError) {
    // A limit on the size of files is no matter of room.
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0,
      rlim_t(length + Self.leastReserve) > limit.rlim_cur
    {
      errno = EFBIG
      throw ServerError(failing: "no room for the journal \(path)")
    }
    guard reserved - length < Self.reserve / 2 else { return }
    var size = Self.reserve
    while true {
      if fallocate(descriptor, Int32(FALLOC_FL_KEEP_SIZE), off_t(length), off_t(size)) == 0 {
        reserved = length + size
        return
      }
      // Not every file system can set room aside.
      if errno == EOPNOTSUPP || errno == ENOSYS { return }
      if errno == EINTR { continue }
      guard size > Self.leastReserve else { break }
      size /= 2
    }
    guard reserved - length < Self.leastReserve else { return }
    throw ServerError(failing: "no room for the journal \(path)")
  }

  private static let reserve = 1 << 20
  /// Enough for the moves of some dozen games that are on their way.
  private static let leastReserve = 4096

  /// What is behind `end` no longer counts, whether it can be cut off or not.
  mutating func rewind(to end: Int) { length = end }

  func sync() throws(ServerError) {
    guard fdatasync(descriptor) == 0 else {
      throw ServerError(failing: "cannot sync the journal \(path)")
    }
  }

  mutating func cut(at end: Int) throws(ServerError) {
    guard ftruncate(descriptor, off_t(end)) == 0, fsync(descriptor) == 0 else {
      throw ServerError(failing: "cannot cut the journal \(path)")
    }
    length = end
  }
}
