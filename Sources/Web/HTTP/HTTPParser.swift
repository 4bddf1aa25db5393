/// Reads requests of HTTP/1.1 from a stream of bytes, one at a time.
///
/// Strict where leniency has let requests be smuggled past others: lines end with CR LF, no folded
/// or doubled lengths, no spaces around names. Bodies have a `Content-Length`; chunked ones are
/// refused. It does no I/O and holds at most the bytes that its limits allow.
///
/// Source: RFC 9112.
struct HTTPParser {
  private let limits: HTTPLimits
  private var bytes: [UInt8] = []
  /// How far the end of the head was looked for without being found.
  private var searched = 0
  private var pending: (request: HTTPRequest, length: Int)?

  init(_ limits: HTTPLimits) { self.limits = limits }

  /// Whether a part of a request has come.
  var isInRequest: Bool { !bytes.isEmpty }

  /// Bytes that it holds.
  var count: Int { bytes.count }

  /// No more need be read before `next` was called: more would not fit a request.
  var isFull: Bool { bytes.count >= limits.lineBytes + limits.headerBytes + limits.bodyBytes }

  mutating func append(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

  /// The next whole request; nil when more bytes are needed.
  ///
  /// - Throws: for what is no request: nothing behind it can be trusted, so the connection closes.
  mutating func next() throws(HTTPRefusal) -> HTTPRequest? {
    if pending == nil {
      guard let head = try takeHead() else { return nil }
      pending = try Self.read(head, limits)
    }
    guard let pending, bytes.count >= pending.length else { return nil }
    var request = pending.request
    request.body = Array(bytes[..<pending.length])
    bytes.removeSubrange(..<pending.length)
    self.pending = nil
    return request
  }

  /// The lines up to the empty one, which are taken from the buffer.
  private mutating func takeHead() throws(HTTPRefusal) -> [ArraySlice<UInt8>]? {
    // An empty line before a request is forgiven, as old clients send one behind a body.
    var empty = 0
    while bytes[empty...].starts(with: [13, 10]) { empty += 2 }
    bytes.removeFirst(empty)
    let limit = limits.lineBytes + limits.headerBytes
    var index = max(0, searched - 3)
    while index + 3 < bytes.count {
      if bytes[index] == 13, bytes[index + 1] == 10, bytes[index + 2] == 13, bytes[index + 3] == 10
      {
        guard index <= limit else { break }
        let head = Array(bytes[..<index])
        bytes.removeSubrange(..<(index + 4))
        searched = 0
        return try lines(of: head)
      }
      index += 1
    }
    searched = bytes.count
    try checkLengths(limit)
    return nil
  }

  private func checkLengths(_ limit: Int) throws(HTTPRefusal) {
    guard let end = bytes.firstIndex(of: 10) else {
      guard bytes.count <= limits.lineBytes else {
        throw HTTPRefusal(414, "the request line is longer than \(limits.lineBytes) bytes")
      }
      return
    }
    guard end <= limits.lineBytes else {
      throw HTTPRefusal(414, "the request line is longer than \(limits.lineBytes) bytes")
    }
    guard bytes.count <= limit else {
      throw HTTPRefusal(431, "the headers are longer than \(limits.headerBytes) bytes")
    }
  }

  private func lines(of head: [UInt8]) throws(HTTPRefusal) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for index in head.indices {
      let isControl = head[index] < 32 && head[index] != 9 || head[index] == 127
      guard isControl else { continue }
      guard head[index] == 13 || head[index] == 10 && index > 0 && head[index - 1] == 13 else {
        throw HTTPRefusal(400, "a line of the request holds a control character")
      }
      if head[index] == 10 {
        lines.append(head[start..<(index - 1)])
        start = index + 1
      } else if index + 1 == head.count || head[index + 1] != 10 {
        throw HTTPRefusal(400, "a line of the request does not end with CR LF")
      }
    }
    lines.append(head[start...])
    guard lines[0].count <= limits.lineBytes else {
      throw HTTPRefusal(414, "the request line is longer than \(limits.lineBytes) bytes")
    }
    guard head.count - lines[0].count <= limits.headerBytes else {
      throw HTTPRefusal(431, "the headers are longer than \(limits.headerBytes) bytes")
    }
    guard lines.count <= limits.headerCount + 1 else {
      throw HTTPRefusal(431, "there are more than \(limits.headerCount) headers")
    }
    return lines
  }

  // MARK: A head

  private static func read(
    _ lines: [ArraySlice<UInt8>], _ limits: HTTPLimits
  ) throws(HTTPRefusal) -> (request: HTTPRequest, length: Int) {
    let words = lines[0].split(separator: 32, omittingEmptySubsequences: false)
    guard words.count == 3, words[2].starts(with: "HTTP/".utf8) else {
      throw HTTPRefusal(400, "a request line is METHOD PATH HTTP/1.1")
    }
    guard words[2].elementsEqual("HTTP/1.1".utf8) || words[2].elementsEqual("HTTP/1.0".utf8) else {
      throw HTTPRefusal(505, "only HTTP/1.1 is spoken here")
    }
    let isOld = words[2].last == UInt8(ascii: "0")
    guard let method = HTTPRequest.Method(rawValue: String(decoding: words[0], as: UTF8.self))
    else {
      throw HTTPRefusal(405, "the methods are GET, HEAD and POST")
    }
    var headers = try headers(lines.dropFirst())
    let target = try HTTPTarget(words[1])
    if let authority = target.authority { headers["host"] = authority }
    guard isOld || headers["host"] != nil else {
      throw HTTPRefusal(400, "the Host header is missing")
    }
    guard headers["host"]?.contains(",") != true else {
      throw HTTPRefusal(400, "the Host header is given twice")
    }
    let connection = (headers["connection"] ?? "").lowercased()
    let request = HTTPRequest(
      method: method, path: target.path, query: target.query, headers: headers,
      keepsAlive: isOld ? connection.contains("keep-alive") : !connection.contains("close"))
    return (request, try bodyLength(headers, limits))
  }

  private static func headers(
    _ lines: ArraySlice<ArraySlice<UInt8>>
  ) throws(HTTPRefusal) -> [String: String] {
    var headers: [String: String] = [:]
    for line in lines {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
        line[..<colon].allSatisfy(isTokenByte)
      else { throw HTTPRefusal(400, "a header is NAME: VALUE") }
      let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
      var value = line[(colon + 1)...]
      while let first = value.first, first == 32 || first == 9 { value.removeFirst() }
      while let last = value.last, last == 32 || last == 9 { value.removeLast() }
      let text = String(decoding: value, as: UTF8.self)
      let separator = name == "cookie" ? "; " : ","
      headers[name] = headers[name].map { $0 + separator + text } ?? text
    }
    return headers
  }

  private static func bodyLength(
    _ headers: [String: String], _ limits: HTTPLimits
  ) throws(HTTPRefusal) -> Int {
    if headers["transfer-encoding"] != nil {
      throw HTTPRefusal(411, "chunked bodies are not taken: send a Content-Length")
    }
    if headers["expect"] != nil { throw HTTPRefusal(417, "expectations are not met") }
    guard let text = headers["content-length"] else { return 0 }
    guard !text.isEmpty, text.utf8.count <= 15, text.utf8.allSatisfy({ (48...57).contains($0) }),
      let length = Int(text)
    else { throw HTTPRefusal(400, "Content-Length is one number") }
    guard length <= limits.bodyBytes else {
      throw HTTPRefusal(413, "a body has at most \(limits.bodyBytes) bytes")
    }
    return length
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
