import Glibc
import Match

/// A blocking client of a line protocol over TCP: connect, send a line, read a line by a deadline.
public final class LineClient {
  let descriptor: Int32
  private var input: [UInt8] = []
  private var taken = 0

  /// The most bytes of a line: no server has so much to say.
  private static let lineLimit = 1 << 20

  /// Why a client gave up, in one line for the user.
  public enum Failure: Error, Hashable, CustomStringConvertible {
    case cannotConnect(String)
    /// The other side closed the connection.
    case closed
    case timedOut
    /// The system's reason.
    case broken(String)

    public var description: String {
      switch self {
      case .cannotConnect(let reason): "cannot connect to \(reason)"
      case .closed: "the server closed the connection"
      case .timedOut: "the server did not answer in time"
      case .broken(let reason): "the connection broke: \(reason)"
      }
    }
  }

  /// - Parameters:
  ///   - host: a name or a numeric address.
  ///   - timeout: for each address that the name has.
  public init(
    host: String, port: UInt16, timeout: Duration = .seconds(10)
  ) throws(Failure) {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, String(port), &hints, &found)
    guard status == 0 else {
      throw .cannotConnect("\(host): \(String(cString: gai_strerror(status)))")
    }
    defer { freeaddrinfo(found) }
    var reason = "\(host) port \(port)"
    var candidate = found
    while let address = candidate?.pointee {
      candidate = address.ai_next
      let opened = socket(
        address.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      guard opened >= 0, setNonBlocking(opened) else { continue }
      let isUnderWay =
        connect(opened, address.ai_addr, address.ai_addrlen) == 0 || errno == EINPROGRESS
      if isUnderWay, Self.wait(for: opened, Int16(POLLOUT), timeout) {
        var status: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(opened, SOL_SOCKET, SO_ERROR, &status, &size)
        if status == 0 {
          setOption(opened, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
          descriptor = opened
          return
        }
        errno = status
      }
      reason = "\(host) port \(port): \(String(cString: strerror(errno)))"
      close(opened)
    }
    throw .cannotConnect(reason)
  }

  /// A client of a connection that is there already, which it closes in the end.
  init(adopting descriptor: Int32) {
    self.descriptor = descriptor
    _ = setNonBlocking(descriptor)
  }

  deinit { close(descriptor) }

  /// Sends a line; its end is added.
  public func send(_ line: String, timeout: Duration = .seconds(10)) throws(Failure) {
    try send(Array(line.utf8) + [UInt8(ascii: "\n")], timeout: timeout)
  }

  /// Sends bytes as they are.
  public func send(_ bytes: [UInt8], timeout: Duration = .seconds(10)) throws(Failure) {
    let deadline = ContinuousClock.now + timeout
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.send(
          descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        sent += count
      } else if errno == EAGAIN {
        guard Self.wait(for: descriptor, Int16(POLLOUT), ContinuousClock.now.duration(to: deadline))
        else { throw .timedOut }
      } else if errno != EINTR {
        throw errno == EPIPE || errno == ECONNRESET
          ? .closed : .broken(String(cString: strerror(errno)))
      }
    }
  }

  /// The next line without its end.
  ///
  /// - Throws: `Failure.timedOut` when it is not there in time, `closed` after the last line.
  public func readLine(timeout: Duration = .seconds(10)) throws(Failure) -> String {
    let deadline = ContinuousClock.now + timeout
    var searched = taken
    while true {
      if let end = input[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { taken = end + 1 }
        let line = input[taken..<end]
        return String(
          decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
      }
      input.removeSubrange(..<taken)
      taken = 0
      searched = input.count
      guard searched <= Self.lineLimit else { throw .broken("a line does not end") }
      try receive(before: deadline)
    }
  }

  private func receive(before deadline: ContinuousClock.Instant) throws(Failure) {
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count > 0 {
        input += chunk[..<count]
        return
      }
      if count == 0 || errno == ECONNRESET { throw .closed }
      if errno == EAGAIN {
        guard Self.wait(for: descriptor, Int16(POLLIN), ContinuousClock.now.duration(to: deadline))
        else { throw .timedOut }
      } else if errno != EINTR {
        throw .broken(String(cString: strerror(errno)))
      }
    }
  }

  private static func wait(
    for descriptor: Int32, _ events: Int16, _ timeout: Duration
  ) -> Bool {
    let deadline = ContinuousClock.now + timeout
    while true {
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { return false }
      var request = pollfd(fd: descriptor, events: events, revents: 0)
      let count = poll(&request, 1, Int32(clamping: left.wholeMilliseconds + 1))
      if count > 0 { return true }
      if count < 0 && errno != EINTR { return false }
    }
  }
}
