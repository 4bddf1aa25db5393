import ArenaCore

/// What a request line asks for: the path in pieces and the query, percent signs decoded.
struct HTTPTarget {
  /// The host of a target in absolute form, which counts before the Host header.
  let authority: String?
  let path: [String]
  let query: [(name: String, value: String)]

  init(_ bytes: ArraySlice<UInt8>) throws(HTTPRefusal) {
    var text = bytes
    var authority: String?
    if text.starts(with: "http://".utf8) {
      let rest = text.dropFirst(7)
      let host = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
      authority = String(decoding: host, as: UTF8.self)
      text = rest.dropFirst(host.count)
      if text.isEmpty { text = [UInt8(ascii: "/")] }
    }
    guard text.first == UInt8(ascii: "/") else {
      throw HTTPRefusal(400, "the path of a request begins with /")
    }
    self.authority = authority
    let parts = text.split(
      separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    var path: [String] = []
    for piece in parts[0].dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    {
      path.append(try Self.decoded(piece))
    }
    self.path = path == [""] ? [] : path
    var query: [(name: String, value: String)] = []
    for pair in parts.count > 1 ? parts[1].split(separator: UInt8(ascii: "&")) : [] {
      let sides = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      query.append(
        (
          name: try Self.decoded(sides[0], plusIsSpace: true),
          value: sides.count > 1 ? try Self.decoded(sides[1], plusIsSpace: true) : ""
        ))
    }
    self.query = query
  }

  private static func decoded(
    _ bytes: ArraySlice<UInt8>, plusIsSpace: Bool = false
  ) throws(HTTPRefusal) -> String {
    var result: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      switch bytes[index] {
      case UInt8(ascii: "%"):
        guard index + 2 < bytes.endIndex, let high = digit(bytes[index + 1]),
          let low = digit(bytes[index + 2])
        else { throw HTTPRefusal(400, "a % of the path has no two hexadecimal digits behind it") }
        result.append(high << 4 | low)
        index += 2
      case UInt8(ascii: "+") where plusIsSpace: result.append(32)
      default: result.append(bytes[index])
      }
      index += 1
    }
    guard let text = String(validating: result, as: UTF8.self), !OneLine.hasControls(text) else {
      throw HTTPRefusal(400, "the path is not text")
    }
    return text
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }
}
