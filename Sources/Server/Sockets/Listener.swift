import CLinux
import Glibc

/// A listening TCP socket.
struct Listener: ~Copyable {
  let descriptor: Int32
  /// The port it listens on.
  let port: UInt16

  /// - Throws: `ServerError` for a port that is taken or not allowed, an address not of this machine.
  init(address: String, port: UInt16) throws(ServerError) {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    guard inet_pton(AF_INET, address, &name.sin_addr) == 1 else {
      throw ServerError("'\(address)' is not a numeric IPv4 address")
    }
    Self.raiseDescriptorLimit()
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw ServerError(failing: "cannot make a socket") }
    do throws(ServerError) {
      var one: Int32 = 1
      setsockopt(
        descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
      Self.setUpConnections(of: descriptor)
      let size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let isBound = withUnsafePointer(to: &name) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, size) == 0
        }
      }
      guard isBound, listen(descriptor, 1024) == 0 else {
        throw ServerError(failing: "cannot listen on \(address) port \(port)")
      }
      var actual = sockaddr_in()
      var actualSize = size
      let isNamed = withUnsafeMutablePointer(to: &actual) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          getsockname(descriptor, $0, &actualSize) == 0
        }
      }
      guard isNamed, setNonBlocking(descriptor) else {
        throw ServerError(failing: "cannot set up the socket on port \(port)")
      }
      self.descriptor = descriptor
      self.port = UInt16(bigEndian: actual.sin_port)
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
    func set(_ level: Int32, _ option: Int32, _ value: Int32) {
      var value = value
      setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
    let tcp = Int32(IPPROTO_TCP)
    set(tcp, TCP_NODELAY, 1)
    // The kernel would otherwise hold megabytes for a reader that does not read, or of a sender
    // whose lines are not looked at.
    set(SOL_SOCKET, SO_SNDBUF, 128 * 1024)
    set(SOL_SOCKET, SO_RCVBUF, 64 * 1024)
    // A peer that vanished without a word is noticed within a few minutes, one that acknowledges
    // nothing within a minute.
    set(SOL_SOCKET, SO_KEEPALIVE, 1)
    set(tcp, TCP_KEEPIDLE, 120)
    set(tcp, TCP_KEEPINTVL, 20)
    set(tcp, TCP_KEEPCNT, 3)
    set(tcp, TCP_USER_TIMEOUT, 60_000)
  }

  /// What `accept` found.
  enum Arrival {
    /// A connection, set up, from an IPv4 address.
    case connection(descriptor: Int32, address: UInt32)
    /// Nobody waits.
    case none
    /// The process or the machine has no descriptor left.
    case exhausted
  }

  /// Takes the next connection.
  func accept() -> Arrival {
    while true {
      var name = sockaddr_in()
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let accepted = withUnsafeMutablePointer(to: &name) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          accept4(
            descriptor, $0, &size, Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue))
        }
      }
      guard accepted >= 0 else {
        switch errno {
        case EINTR, ECONNABORTED: continue
        case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted
        default: return .none
        }
      }
      return .connection(descriptor: accepted, address: name.sin_addr.s_addr)
    }
  }
}

/// Whether the descriptor now returns at once instead of waiting.
func setNonBlocking(_ descriptor: Int32) -> Bool {
  let flags = fcntl(descriptor, F_GETFL, 0)
  return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0
}
