import CLinux
import Glibc
import Wire

/// A listening TCP socket.
struct Listener: ~Copyable {
  let descriptor: Int32
  /// The port it listens on.
  let port: UInt16

  /// - Parameter address: numeric, of IPv4 or IPv6; `::` hears both.
  /// - Throws: `ServerError` for a port that is taken or not allowed, an address not of this machine.
  init(address: String, port: UInt16) throws(ServerError) {
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(address, String(port), &hints, &found)
    defer { freeaddrinfo(found) }
    guard status == 0, let name = found?.pointee else {
      throw ServerError("'\(address)' is not a numeric IPv4 or IPv6 address")
    }
    Self.raiseDescriptorLimit()
    let descriptor = socket(
      name.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw ServerError(failing: "cannot make a socket") }
    do throws(ServerError) {
      setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
      if name.ai_family == AF_INET6 {
        setOption(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0)
      }
      Self.setUpConnections(of: descriptor)
      guard bind(descriptor, name.ai_addr, name.ai_addrlen) == 0, listen(descriptor, 1024) == 0
      else { throw ServerError(failing: "cannot listen on \(address) port \(port)") }
      var actual = sockaddr_storage()
      let isNamed = Self.withName(&actual) { getsockname(descriptor, $0, $1) == 0 }
      guard isNamed, setNonBlocking(descriptor) else {
        throw ServerError(failing: "cannot set up the socket on port \(port)")
      }
      self.descriptor = descriptor
      self.port = actual.port
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// As many descriptors as the system lets a process have: each client takes one.
  private static func raiseDescriptorLimit() {
    let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(files, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(files, &limit)
  }

  /// Sets what connections inherit from the socket that takes them.
  private static func setUpConnections(of descriptor: Int32) {
    let tcp = Int32(IPPROTO_TCP)
    setOption(descriptor, tcp, TCP_NODELAY, 1)
    // The kernel would otherwise hold megabytes for a reader that does not read, or of a sender
    // whose lines are not looked at.
    setOption(descriptor, SOL_SOCKET, SO_SNDBUF, 128 * 1024)
    setOption(descriptor, SOL_SOCKET, SO_RCVBUF, 64 * 1024)
    // A peer that vanished without a word is noticed within a few minutes, one that acknowledges
    // nothing within a minute.
    setOption(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
    setOption(descriptor, tcp, TCP_KEEPIDLE, 120)
    setOption(descriptor, tcp, TCP_KEEPINTVL, 20)
    setOption(descriptor, tcp, TCP_KEEPCNT, 3)
    setOption(descriptor, tcp, TCP_USER_TIMEOUT, 60_000)
  }

  /// What `accept` found.
  enum Arrival {
    /// A connection, set up.
    case connection(descriptor: Int32, address: ClientAddress)
    /// Nobody waits.
    case none
    /// The process or the machine has no descriptor left.
    case exhausted
  }

  /// Takes the next connection.
  func accept() -> Arrival {
    while true {
      var name = sockaddr_storage()
      let accepted = Self.withName(&name) { pointer, size in
        accept4(
          descriptor, pointer, size, Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue))
      }
      guard accepted >= 0 else {
        switch errno {
        case EINTR, ECONNABORTED: continue
        case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted
        default: return .none
        }
      }
      return .connection(descriptor: accepted, address: name.address)
    }
  }

  /// Has a system call write the name of a socket.
  private static func withName<Result>(
    _ name: inout sockaddr_storage,
    _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
  ) -> Result {
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &size) }
    }
  }
}

extension sockaddr_storage {
  /// Both families have it in the same place.
  fileprivate var port: UInt16 {
    UInt16(bigEndian: withUnsafeBytes(of: self) { $0.load(fromByteOffset: 2, as: UInt16.self) })
  }

  fileprivate var address: ClientAddress {
    withUnsafeBytes(of: self) { bytes in
      ss_family == sa_family_t(AF_INET6)
        ? ClientAddress(ipv6: Array(bytes[8..<24]))
        : ClientAddress(ipv4: UInt32(bigEndian: bytes.load(fromByteOffset: 4, as: UInt32.self)))
    }
  }
}

/// Sets an option of a socket, if it has such a one.
func setOption(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
  var value = value
  setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
}

/// Whether the descriptor now returns at once instead of waiting.
func setNonBlocking(_ descriptor: Int32) -> Bool {
  let flags = fcntl(descriptor, F_GETFL, 0)
  return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0
}
