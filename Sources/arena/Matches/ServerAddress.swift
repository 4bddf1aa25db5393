import ArenaCore
import Foundation
import Wire

/// How a call names a server and somebody on it.
enum ServerAddress {
  static func parse(_ text: String) throws(UsageError) -> (host: String, port: UInt16) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, let port = UInt16(parts[1]), port > 0 else {
      throw UsageError("'\(text)' is no address: it must be HOST:PORT, like localhost:7777")
    }
    return (String(parts[0]), port)
  }

  static let nameRule =
    "a name is 1 to 32 letters, digits, '_', '-' or '.', beginning with a letter or digit"

  /// The name of the user's login, where it is one for a server.
  static var login: String {
    let name = ProcessInfo.processInfo.userName
    return WordForm.isName(name) ? name : "guest"
  }
}
