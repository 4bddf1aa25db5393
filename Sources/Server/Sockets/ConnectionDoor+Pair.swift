import Glibc
public import Wire

extension ConnectionDoor {
  /// Opens a connection to the server from within the program.
  ///
  /// - Parameter address: whom it counts for.
  /// - Returns: the descriptor of the caller's end, which the caller closes.
  /// - Throws: `ServerError` when there is no descriptor left, or the server takes nobody in.
  public func open(from address: ClientAddress) throws(ServerError) -> Int32 {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw ServerError(failing: "cannot make a pair of sockets")
    }
    guard adopt(ends[1], from: address) else {
      Glibc.close(ends[0])
      throw ServerError("the server takes nobody in")
    }
    return ends[0]
  }
}
