/// A request as it was read: plain values, no sockets.
struct HTTPRequest: Sendable, Hashable {
  enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
  }

  var method: Method
  /// The decoded pieces of the path between its slashes: `/runs/a%20b` is `["runs", "a b"]`.
  var path: [String]
  /// The decoded `name=value` pairs behind the question mark, in order.
  var query: [(name: String, value: String)]
  /// By name in lower case; values of a name given twice are joined by a comma.
  var headers: [String: String]
  var body: [UInt8] = []
  /// Whether the connection stays open after the answer.
  var keepsAlive: Bool

  /// The first value of a query's name.
  func value(_ name: String) -> String? { query.first { $0.name == name }?.value }

  /// All values of a query's name.
  func values(_ name: String) -> [String] { query.filter { $0.name == name }.map(\.value) }

  /// A cookie of that name.
  func cookie(_ name: String) -> String? {
    for pair in headers["cookie"]?.split(separator: ";") ?? [] {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      if parts[0].drop(while: { $0 == " " }) == name { return String(parts[1]) }
    }
    return nil
  }

  static func == (left: Self, right: Self) -> Bool {
    left.method == right.method && left.path == right.path && left.headers == right.headers
      && left.body == right.body && left.keepsAlive == right.keepsAlive
      && left.query.elementsEqual(right.query) { $0 == $1 }
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(method)
    hasher.combine(path)
    hasher.combine(body)
  }
}
