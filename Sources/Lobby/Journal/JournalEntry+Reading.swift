import ArenaCore
import Match
import Wire

extension JournalEntry {
  /// Reads a line; nil when it is none of these.
  public init?(text: String) {
    self.init(bytes: Array(text.utf8)[...])
  }

  /// Reads a line; nil when it is none of these. Moves, most of any journal, make no strings.
  public init?(bytes: ArraySlice<UInt8>) {
    if bytes.starts(with: Self.moveWord) {
      guard let numbers = Self.numbers(bytes.dropFirst(Self.moveWord.count)), numbers.count == 4
      else { return nil }
      self = .move(
        table: numbers[0], action: numbers[1],
        banks: [.milliseconds(numbers[2]), .milliseconds(numbers[3])])
      return
    }
    if bytes.starts(with: Self.gameWord) {
      guard let game = Self.game(bytes) else { return nil }
      self = game
      return
    }
    guard let text = String(validating: bytes, as: UTF8.self), !OneLine.hasControls(text) else {
      return nil
    }
    let words = text.pieces(at: UInt8(ascii: " "))
    guard let entry = Self.history(words) ?? Self.standings(words) else { return nil }
    self = entry
  }

  private static let moveWord = Array("move ".utf8)
  private static let gameWord = Array("game ".utf8)

  /// A game in progress: seven words, two times and any number of actions.
  private static func game(_ bytes: ArraySlice<UInt8>) -> JournalEntry? {
    var spaces = 0
    let end = bytes.firstIndex { byte in
      if byte == UInt8(ascii: " ") { spaces += 1 }
      return spaces == 7
    }
    guard let end, let text = String(validating: bytes[..<end], as: UTF8.self),
      !OneLine.hasControls(text), let numbers = numbers(bytes[(end + 1)...]), numbers.count >= 2
    else { return nil }
    let words = text.pieces(at: UInt8(ascii: " "))
    return WordForm.number(words[1]).map { table in
      .game(
        table: table, terms: words[2...4].joined(separator: " "), first: words[5],
        second: words[6], banks: numbers[..<2].map { .milliseconds($0) },
        actions: Array(numbers[2...]))
    }
  }

  /// Numbers between single spaces, each as `WordForm.number` reads it; nil for other text.
  private static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int]? {
    var numbers: [Int] = []
    var (number, digits) = (0, 0)
    for byte in bytes {
      switch byte {
      case 48...57 where digits < 15:
        number = number * 10 + Int(byte - 48)
        digits += 1
      case UInt8(ascii: " ") where digits > 0:
        numbers.append(number)
        (number, digits) = (0, 0)
      default: return nil
      }
    }
    guard digits > 0 else { return nil }
    numbers.append(number)
    return numbers
  }

  /// Entries that say what happened.
  private static func history(_ words: [String]) -> JournalEntry? {
    switch (words[0], words.count) {
    case ("account", 3):
      return .account(name: words[1], passwordHash: words[2] == "-" ? nil : words[2])
    case ("bot", 4): return .bot(name: words[1], terms: "\(words[2]) \(words[3])")
    case ("token", 4):
      return .token(name: words[1], hash: words[2], address: ClientAddress(words[3]))
    case ("ignore", 3), ("unignore", 3):
      return .ignore(name: words[1], other: words[2], isOn: words[0] == "ignore")
    case ("forget", 2): return .forget(name: words[1])
    case ("offers", 2): return WordForm.number(words[1]).map { .offers(upTo: $0) }
    case ("start", 7):
      return WordForm.number(words[1]).map { table in
        .start(
          table: table, terms: words[2...4].joined(separator: " "), first: words[5],
          second: words[6])
      }
    case ("end", 6...):
      let winner = Seat.allCases.first { $0.name == words[2] }
      let margin = Double(words[4])
      guard let table = WordForm.number(words[1]), let cause = GameRecord.Cause(rawValue: words[3]),
        winner != nil || words[2] == "draw", margin?.isFinite ?? (words[4] == "-")
      else { return nil }
      let reason = words[5...].joined(separator: " ")
      return .end(
        table: table, outcome: Outcome(winner: winner, margin: margin, reason: reason),
        cause: cause)
    case ("undo", 5):
      let numbers = words.dropFirst().compactMap(WordForm.number)
      guard numbers.count == 4 else { return nil }
      return .undo(
        table: numbers[0], ply: numbers[1],
        banks: [.milliseconds(numbers[2]), .milliseconds(numbers[3])])
    case ("abort", 3...):
      return WordForm.number(words[1]).map { table in
        .abort(table: table, reason: words[2...].joined(separator: " "))
      }
    default: return nil
    }
  }

  /// Entries that say how things stand.
  private static func standings(_ words: [String]) -> JournalEntry? {
    switch (words[0], words.count) {
    case ("generation", 3):
      guard let number = WordForm.number(words[1]), let games = WordForm.number(words[2]) else {
        return nil
      }
      return .generation(number, games: games)
    case ("tables", 2): return WordForm.number(words[1]).map { .tables(upTo: $0) }
    case ("complete", 2): return WordForm.number(words[1]).map { .complete(entries: $0) }
    case ("standing", 9):
      return Standing(exactText: words[3...]).map { .standing(name: words[1], game: words[2], $0) }
    default: return nil
    }
  }
}
