import ArenaCore
import Foundation
import Wire

/// How a call names a server and somebody on it.
enum ServerAddress {
  static func parse(_ text: String) throws(UsageError) -> (host: String, port: UInt16) {
    // The last colon: an IPv6 address in brackets has others.
    let colon = text.lastIndex(of: ":") ?? text.endIndex
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      host = ""
    }
    guard !host.isEmpty, let port = UInt16(text[colon...].dropFirst()), port > 0 else {
      throw UsageError(
        "'\(text)' is no address: it must be HOST:PORT, like localhost:7777 or [::1]:7777")
    }
    return (String(host), port)
  }

  static let nameRule =
    "a name is 1 to 32 letters, digits, '_', '-' or '.', beginning with a letter or digit"

  /// The name of the user's login, where it is one for a server.
  static var login: String {
    let name = ProcessInfo.processInfo.userName
    return WordForm.isName(name) ? name : "guest"
  }
}
