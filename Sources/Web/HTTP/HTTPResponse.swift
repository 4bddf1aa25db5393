import Storage

/// An answer: status, type and bytes. What protects the page goes with every one.
struct HTTPResponse: Sendable {
  enum Content: String, Sendable {
    case html = "text/html; charset=utf-8"
    case style = "text/css; charset=utf-8"
    case script = "text/javascript; charset=utf-8"
    case json = "application/json; charset=utf-8"
    case text = "text/plain; charset=utf-8"
    case metrics = "text/plain; version=0.0.4; charset=utf-8"
    case events = "text/event-stream"
    case image = "image/svg+xml"
  }

  var status = 200
  var content: Content
  var body: [UInt8]
  /// Further header lines, without what strangers said in them.
  var headers: [(name: String, value: String)] = []

  init(_ content: Content, _ body: [UInt8], status: Int = 200) {
    self.content = content
    self.body = body
    self.status = status
  }

  init(_ content: Content, _ text: String, status: Int = 200) {
    self.init(content, Array(text.utf8), status: status)
  }

  /// The refusal as JSON: `{"error":{"code":"...","text":"..."}}`.
  init(_ refusal: HTTPRefusal, code: String? = nil) {
    self.init(
      .json,
      ["error": ["code": code ?? "http-\(refusal.status)", "text": refusal.text]].asJSONLine,
      status: refusal.status)
    if refusal.status == 405 { headers.append(("Allow", "GET, HEAD, POST")) }
  }

  /// Scripts, styles and connections of our own only, nothing inline, in nobody's frame.
  private static let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

  /// The head, and the body where the method wants it.
  func bytes(keepsAlive: Bool, isHead: Bool = false) -> [UInt8] {
    let phrase = HTTPRefusal.phrase(of: status)
    var head = "HTTP/1.1 \(status) \(phrase)\r\n"
    head += "Content-Type: \(content.rawValue)\r\n"
    if content != .events { head += "Content-Length: \(body.count)\r\n" }
    head += "Connection: \(keepsAlive ? "keep-alive" : "close")\r\n"
    head += "Content-Security-Policy: \(Self.policy)\r\n"
    head += "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
    head += "Cross-Origin-Resource-Policy: same-origin\r\n"
    head += "Cross-Origin-Opener-Policy: same-origin\r\n"
    if !headers.contains(where: { $0.name == "Cache-Control" }) {
      head += "Cache-Control: no-store\r\n"
    }
    for header in headers { head += "\(header.name): \(header.value)\r\n" }
    head += "\r\n"
    return Array(head.utf8) + (isHead ? [] : body)
  }
}
