/// The browsers' sessions, by the key that their cookies hold.
final class Members {
  /// Sessions that are remembered; the one unused for longest is forgotten first.
  private static let limit = 10_000
  /// Without a page for so long a session's connection closes: the server then counts its player as
  /// away.
  private static let linger: Duration = .seconds(60)
  /// A session is forgotten after so long without a page.
  private static let memory: Duration = .seconds(86_400)

  private let loop: EventLoop
  private let connect: (_ address: String) throws -> WireClient
  private let tell: (ServerSentEvent, Set<UInt64>) -> Void
  private var members: [String: Member] = [:]

  init(
    _ loop: EventLoop, connect: @escaping (String) throws -> WireClient,
    tell: @escaping (ServerSentEvent, Set<UInt64>) -> Void
  ) {
    self.loop = loop
    self.connect = connect
    self.tell = tell
  }

  var count: Int { members.values.count { $0.isHere } }

  /// Who asks, by the cookie.
  subscript(key: String?) -> Member? {
    guard let key, let member = members[key] else { return nil }
    member.lastUse = loop.now
    return member
  }

  /// Calls `done` with the member once it is connected: at once, or after its name was taken up again.
  func wake(_ member: Member, _ done: @escaping (Bool) -> Void) {
    if member.isHere { return done(true) }
    // A name with a password is not ours to take up: its password is not kept.
    guard member.token != nil, let client = try? connect(member.address) else {
      members[member.key] = nil
      return done(false)
    }
    member.enter(client, password: nil) { [weak self] answer in
      if answer.code != nil { self?.members[member.key] = nil }
      done(answer.code == nil)
    }
  }

  /// A new session under a name.
  func enter(
    _ name: String, password: String?, from address: String,
    _ done: @escaping (Member?, WireClient.Answer) -> Void
  ) {
    guard let client = try? connect(address) else { return done(nil, .gone) }
    var random = SystemRandomNumberGenerator()
    let key = (0..<4).map { _ in String(random.next() | 1 << 63, radix: 16) }.joined()
    let member = Member(key: key, name: name, address: address, at: loop.now)
    member.tell = tell
    member.enter(client, password: password) { [weak self] answer in
      guard answer.code == nil, let self else { return done(nil, answer) }
      makeRoom()
      members[key] = member
      done(member, answer)
    }
  }

  /// Ends a session: the name is free as the server has it.
  func leave(_ member: Member) {
    members[member.key] = nil
    member.leave()
  }

  private func makeRoom() {
    guard members.count >= Self.limit else { return }
    let idle = members.values.filter { $0.readers.isEmpty }
    if let oldest = idle.min(by: { $0.lastUse < $1.lastUse }) { leave(oldest) }
  }

  func readerLeft(_ reader: UInt64) {
    for member in members.values where member.readers.remove(reader) != nil {
      member.lastUse = loop.now
    }
  }

  func sweep() {
    for member in members.values where member.readers.isEmpty {
      let silence = loop.now - member.lastUse
      if silence > Self.memory { leave(member) }
      if silence > Self.linger && member.isHere { member.leave() }
    }
  }

  /// Signs of life for the server, which sends silent clients away.
  func ping() {
    for member in members.values where member.isHere && !member.readers.isEmpty {
      member.send("ping") { _ in }
    }
  }
}
