/// A browser's session: a member of the match protocol with a connection of its own.
///
/// It outlives the page: a browser that comes back within a minute finds its connection, later its
/// name, taken up again by the server's token.
final class Member {
  /// What the browser knows it by; nobody else does.
  let key: String
  let address: String
  private(set) var name: String
  /// The word that takes a guest's name up again; nil for a name with a password.
  private(set) var token: String?
  private(set) var client: WireClient?
  /// Tables where it plays, with the seat.
  private(set) var seats: [Int: String] = [:]
  /// Open offers to it and of its own.
  private(set) var challenges: [Challenge] = []
  private(set) var ownOffers: Set<Int> = []
  /// Whom it does not want to hear.
  private(set) var ignored: Set<String> = []
  var readers: Set<UInt64> = []
  var lastUse: Duration
  /// Called with what its pages should hear.
  var tell: (ServerSentEvent, Set<UInt64>) -> Void = { _, _ in }

  struct Challenge: Encodable {
    let offer: Int
    let from: String
    let game: String
    let options: String
    let clock: String
    let rules: String
    let seat: String
  }

  /// What the page asks for first.
  struct Summary: Encodable {
    let name: String?
    var guest = true
    var tables: [Int] = []
    var seats: [String: String] = [:]
    var challenges: [Challenge] = []
    var offers: [Int] = []
    var ignored: [String] = []
  }

  init(key: String, name: String, address: String, at now: Duration) {
    self.key = key
    self.name = name
    self.address = address
    lastUse = now
  }

  var isHere: Bool { client?.isOpen == true }

  var summary: Summary {
    Summary(
      name: name, guest: token != nil, tables: seats.keys.sorted(),
      seats: Dictionary(uniqueKeysWithValues: seats.map { (String($0), $1) }),
      challenges: challenges, offers: ownOffers.sorted(), ignored: ignored.sorted())
  }

  /// Takes its name at the server.
  ///
  /// - Parameters:
  ///   - password: nil for a guest; the token, if it has one, is used instead.
  ///   - done: gets the server's answer; refused, the connection is closed.
  func enter(
    _ client: WireClient, password: String?, _ done: @escaping (WireClient.Answer) -> Void
  ) {
    self.client = client
    seats = [:]
    challenges = []
    ownOffers = []
    client.onEvent = { [weak self, weak client] words, _ in
      guard let self, client === self.client else { return }
      take(words)
    }
    client.onEnd = { [weak self, weak client] in
      guard let self, client === self.client else { return }
      self.client = nil
      tell(ServerSentEvent("left", ["name": name]), readers)
    }
    let word = password ?? token
    client.send("hello \(name)" + (word.map { " \($0)" } ?? ""), list: ["token"]) {
      [weak self] answer in
      guard let self else { return }
      guard answer.code == nil else {
        client.end()
        return done(answer)
      }
      name = answer.words.first ?? name
      if let line = answer.lines.first { token = String(line.dropFirst("token ".count)) }
      // Its games that run are told before the answer to this: it knows its seats then.
      client.send("ignore", list: ["ignored"]) { [weak self] list in
        self?.ignored = Set(list.lines.map { String($0.dropFirst("ignored ".count)) })
        done(answer)
      }
    }
  }

  /// Sends a command of the page.
  func send(_ line: String, _ done: @escaping (WireClient.Answer) -> Void) {
    guard let client else { return done(.gone) }
    client.send(line, done)
  }

  func leave() { client?.end() }

  private func take(_ words: [String]) {
    guard words.count > 1 else { return }
    switch words[0] {
    case "rated" where words.count >= 5:
      let rating = Rating(game: words[1], name: words[2], rating: words[3], margin: words[4])
      return tell(ServerSentEvent("rating", rating), readers)
    case "bye", "note":
      let text = ["text": words.dropFirst().joined(separator: " ")]
      return tell(ServerSentEvent(words[0], text), readers)
    default: break
    }
    guard let number = Int(words[1]) else { return }
    switch words[0] {
    case "start" where words.count >= 10:
      forget(offer: Int(words[2]) ?? 0)
      sit(at: number, words[9], as: "start")
    case "resume" where words.count >= 9: sit(at: number, words[8], as: "resume")
    case "result":
      seats[number] = nil
      tell(ServerSentEvent("over", ["table": number]), readers)
    case "challenged" where words.count >= 8:
      let challenge = Challenge(
        offer: number, from: words[2], game: words[3], options: words[4] == "-" ? "" : words[4],
        clock: words[5], rules: words[6] == "-" ? "" : words[6], seat: words[7])
      challenges.append(challenge)
      tell(ServerSentEvent("challenge", challenge), readers)
    case "declined", "cancelled":
      challenges.removeAll { $0.offer == number }
      ownOffers.remove(number)
      tell(ServerSentEvent(words[0], ["offer": number]), readers)
    default: break
    }
  }

  private func sit(at table: Int, _ role: String, as event: String) {
    guard role != "watcher" else { return }
    seats[table] = role
    tell(ServerSentEvent(event, Start(table: table, seat: role)), readers)
  }

  func note(ownOffer offer: Int) { ownOffers.insert(offer) }

  func note(_ name: String, isIgnored: Bool) {
    if isIgnored { ignored.insert(name) } else { ignored.remove(name) }
  }

  /// An offer that was answered or taken back.
  func forget(offer: Int?) {
    guard let offer else {
      ownOffers = []
      return
    }
    ownOffers.remove(offer)
    challenges.removeAll { $0.offer == offer }
  }

  private struct Start: Encodable {
    let table: Int
    let seat: String
  }

  private struct Rating: Encodable {
    let game: String
    let name: String
    let rating: String
    let margin: String
  }
}
