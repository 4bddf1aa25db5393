import Glibc

/// A connection to a match server on this machine.
public enum LoopbackSocket {
  /// - Returns: the descriptor of a connected socket, which the caller closes.
  public static func connect(port: UInt16) throws(WebError) -> Int32 {
    let opened = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard opened >= 0 else { throw WebError(failing: "cannot make a socket") }
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(opened, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else {
      let failure = WebError(failing: "cannot connect to the match server on port \(port)")
      close(opened)
      throw failure
    }
    var one: Int32 = 1
    setsockopt(
      opened, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    return opened
  }
}
