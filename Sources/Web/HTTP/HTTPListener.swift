import CLinux
import Glibc

/// The socket on which browsers arrive, IPv4 or IPv6.
final class HTTPListener: EventSource {
  let descriptor: Int32
  let port: UInt16
  var arrived: (_ descriptor: Int32, _ address: String) -> Void = { _, _ in }

  /// - Throws: `WebError` for a port that is taken or not allowed, an address not of this machine.
  init(address: String, port: UInt16) throws(WebError) {
    var hints = addrinfo()
    hints.ai_flags = Int32(AI_NUMERICHOST) | Int32(AI_PASSIVE)
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(address, String(port), &hints, &found) == 0, let info = found?.pointee else {
      throw WebError("'\(address)' is not a numeric address")
    }
    defer { freeaddrinfo(found) }
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let opened = socket(info.ai_family, kind, 0)
    guard opened >= 0 else { throw WebError(failing: "cannot make a socket") }
    var one: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    setsockopt(opened, SOL_SOCKET, SO_REUSEADDR, &one, size)
    setsockopt(opened, Int32(IPPROTO_TCP), TCP_NODELAY, &one, size)
    guard bind(opened, info.ai_addr, info.ai_addrlen) == 0, listen(opened, 512) == 0 else {
      let failure = WebError(failing: "cannot listen on \(address) port \(port) for browsers")
      close(opened)
      throw failure
    }
    descriptor = opened
    self.port = Self.port(of: opened)
  }

  deinit { close(descriptor) }

  private static func port(of descriptor: Int32) -> UInt16 {
    var name = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = getsockname(descriptor, $0, &size)
      }
      // The port is at the same place for IPv4 and IPv6.
      return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        UInt16(bigEndian: $0.pointee.sin_port)
      }
    }
  }

  func ready(canRead: Bool, canWrite: Bool) {
    // At most so many a turn: whoever is here already is to be served as well.
    for _ in 0..<256 {
      var name = sockaddr_storage()
      var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
      var host = [CChar](repeating: 0, count: 64)
      let accepted = withUnsafeMutablePointer(to: &name) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          let accepted = accept4(
            descriptor, address, &size, Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue))
          if accepted >= 0 {
            getnameinfo(address, size, &host, 64, nil, 0, Int32(NI_NUMERICHOST))
          }
          return accepted
        }
      }
      if accepted >= 0 {
        arrived(accepted, String(decoding: host.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))
      } else if errno != EINTR && errno != ECONNABORTED {
        return
      }
    }
  }
}
