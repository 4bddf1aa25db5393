/// Keeps other sites' pages out: what they make a browser send is refused.
///
/// A request must call this machine by a name that is its own (else a stranger's name that was made
/// to point here would give his page our origin); one that changes something, or is made by a script,
/// must come from our own page. The cookie is never sent along from elsewhere (`SameSite=Strict`).
struct RequestGuard: Sendable {
  /// In lower case.
  let hosts: Set<String>

  init(hosts: [String]) { self.hosts = Set(hosts.map { $0.lowercased() } + ["localhost"]) }

  func check(_ request: HTTPRequest) throws(HTTPRefusal) {
    let host = request.headers["host"] ?? ""
    guard isOwn(host) else {
      throw HTTPRefusal(421, "this machine has no such name: arena serve --http-name adds one")
    }
    let site = request.headers["sec-fetch-site"] ?? "none"
    let isFromElsewhere = site != "same-origin" && site != "none"
    // A link on another page may lead here; its scripts may not.
    let isLink = request.headers["sec-fetch-mode"] == "navigate" && request.method != .post
    guard !isFromElsewhere || isLink else {
      throw HTTPRefusal(403, "requests of other sites are not served")
    }
    if let origin = request.headers["origin"], request.method == .post || origin != "null" {
      guard origin == "http://\(host)" || origin == "https://\(host)" else {
        throw HTTPRefusal(403, "requests of other sites are not served")
      }
    }
    guard request.method == .post else { return }
    // A form of another site cannot send this type.
    let type = request.headers["content-type"]?.lowercased() ?? ""
    guard type.hasPrefix("application/json") else {
      throw HTTPRefusal(415, "a body is application/json")
    }
  }

  /// Whether a Host header names this machine. A numeric address always does: no stranger can make
  /// one point elsewhere.
  private func isOwn(_ host: String) -> Bool {
    var name = host.lowercased()
    if name.hasPrefix("[") {
      guard let end = name.firstIndex(of: "]") else { return false }
      let inside = name[name.index(after: name.startIndex)..<end]
      return !inside.isEmpty && inside.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
    if let colon = name.firstIndex(of: ":") {
      guard name[name.index(after: colon)...].allSatisfy({ $0.isASCII && $0.isNumber }) else {
        return false
      }
      name = String(name[..<colon])
    }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 4, parts.allSatisfy({ UInt8($0) != nil }) { return true }
    return hosts.contains(name)
  }
}
