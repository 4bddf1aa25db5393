/// One address of the site. Whatever is not in the list of routes does not exist.
struct Route: Sendable {
  typealias Handler = @Sendable (Site, RouteContext) throws(HTTPRefusal) -> Void

  let method: HTTPRequest.Method
  /// The pieces of the path; `*` stands for any one.
  let pattern: [String]
  /// Whether a browser that asks for a page gets the page, which then asks for the data.
  let isPage: Bool
  let handler: Handler

  /// Data, and for browsers a page that shows it.
  static func page(_ path: String, _ handler: @escaping Handler) -> Route {
    Route(method: .get, pattern: pieces(path), isPage: true, handler: handler)
  }

  static func get(_ path: String, _ handler: @escaping Handler) -> Route {
    Route(method: .get, pattern: pieces(path), isPage: false, handler: handler)
  }

  static func post(_ path: String, _ handler: @escaping Handler) -> Route {
    Route(method: .post, pattern: pieces(path), isPage: false, handler: handler)
  }

  private static func pieces(_ path: String) -> [String] {
    path.split(separator: "/").map(String.init)
  }

  /// What the stars stand for; nil where the path is another's.
  func match(_ path: [String]) -> [String]? {
    guard path.count == pattern.count else { return nil }
    var words: [String] = []
    for (piece, expected) in zip(path, pattern) {
      if expected == "*" {
        guard !piece.isEmpty else { return nil }
        words.append(piece)
      } else if piece != expected {
        return nil
      }
    }
    return words
  }
}

/// A request on its way through the site.
struct RouteContext {
  let request: HTTPRequest
  let exchange: HTTPExchange
  /// What the stars of the route's pattern stand for.
  let words: [String]

  /// The number at a star.
  func number(_ index: Int, of what: String) throws(HTTPRefusal) -> Int {
    guard words[index].utf8.count <= 15, let number = Int(words[index]), number >= 0 else {
      throw .notFound("\(what) \(words[index].prefix(20))")
    }
    return number
  }
}
