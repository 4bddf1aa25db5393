/// What one browser, or one stranger, may take of the web part. Each is a bound on memory or time.
public struct HTTPLimits: Sendable, Hashable {
  /// Bytes of a request line; of all header lines; of a body.
  public var lineBytes = 4096
  public var headerBytes = 16 * 1024
  public var bodyBytes = 64 * 1024
  public var headerCount = 64
  /// From a connection's opening, or the last answer on it, to the first byte of a request.
  public var idleTime: Duration = .seconds(60)
  /// From the first byte of a request to its last.
  public var requestTime: Duration = .seconds(10)
  /// Without any byte of an answer taken by the other side.
  public var stallTime: Duration = .seconds(30)
  /// Bytes that wait for a reader of events; beyond it the connection closes and the page reads anew.
  public var outputBytes = 512 * 1024
  /// Connections at a time, altogether and from one address.
  public var connections = 4096
  public var connectionsPerAddress = 1024

  public init() {}
}
