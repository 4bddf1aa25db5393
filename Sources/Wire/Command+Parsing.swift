import Match

extension Command {
  /// Reads one line of at least one word.
  ///
  /// - Throws: `WireError` with a code of its form: `unknown-command`, `bad-arguments`,
  ///   `bad-option` or `bad-clock`.
  init(words: [String]) throws(WireError) {
    guard let word = CommandWord(spelling: words[0]) else {
      throw WireError(
        .unknownCommand, "\(OneLine.quoting(words[0])) is no command: say help for a list")
    }
    let arguments = words.dropFirst()
    func bad() -> WireError { WireError(.badArguments, "usage: \(word.usage)") }
    func require(_ counts: ClosedRange<Int>) throws(WireError) {
      guard counts.contains(arguments.count) else { throw bad() }
    }
    func number(_ text: String?) throws(WireError) -> Int {
      // By hand, so that "+7" and 30 digits are refused.
      guard let text, text.utf8.count <= 15, text.utf8.allSatisfy({ (48...57).contains($0) }),
        let value = Int(text)
      else { throw bad() }
      return value
    }
    func optionalNumber() throws(WireError) -> Int? {
      try require(0...1)
      return arguments.isEmpty ? nil : try number(arguments.first)
    }
    func onlyNumber() throws(WireError) -> Int {
      try require(1...1)
      return try number(arguments.first)
    }
    func bare(_ command: Command) throws(WireError) -> Command {
      try require(0...0)
      return command
    }

    switch word {
    case .hello:
      try require(1...2)
      self = .hello(name: words[1], password: words.count > 2 ? words[2] : nil)
    case .games:
      try require(0...1)
      self = .games(name: arguments.first)
    case .ratings:
      try require(0...1)
      self = .ratings(game: arguments.first)
    case .seek:
      guard let game = arguments.first else { throw bad() }
      self = .seek(try Proposal(game: game, terms: arguments.dropFirst(), usage: word.usage))
    case .challenge:
      guard arguments.count >= 2 else { throw bad() }
      let proposal = try Proposal(
        game: words[2], terms: arguments.dropFirst(2), usage: word.usage)
      self = .challenge(opponent: words[1], proposal)
    case .accept: self = .accept(offer: try onlyNumber())
    case .decline: self = .decline(offer: try onlyNumber())
    case .cancel: self = .cancel(offer: try optionalNumber())
    case .move:
      try require(1...2)
      self = .move(
        table: arguments.count == 2 ? try number(arguments.first) : nil, words[words.count - 1])
    case .resign: self = .resign(table: try optionalNumber())
    case .draw: self = .draw(table: try optionalNumber())
    case .board: self = .board(table: try optionalNumber())
    case .state: self = .state(table: try optionalNumber())
    case .legal: self = .legal(table: try optionalNumber())
    case .watch: self = .watch(table: try onlyNumber())
    case .unwatch: self = .unwatch(table: try onlyNumber())
    case .ping: self = .ping(arguments.isEmpty ? nil : arguments.joined(separator: " "))
    case .help: self = try bare(.help)
    case .players: self = try bare(.players)
    case .seeks: self = try bare(.seeks)
    case .tables: self = try bare(.tables)
    case .quit: self = try bare(.quit)
    }
  }
}

extension Proposal {
  /// Reads the words after the game: options, `clock=`, `seat=` and `people`, in any order.
  init(game: String, terms: ArraySlice<String>, usage: String) throws(WireError) {
    self.init(game: game)
    var given: Set<String> = []
    for term in terms {
      // Several options may be joined by commas, as `tables` and `seeks` print them.
      for pair in term == "people" ? [term] : term.pieces(at: UInt8(ascii: ",")) {
        let halves = pair.pieces(at: UInt8(ascii: "="), maxSplits: 1)
        guard halves.count == 2 && !halves[0].isEmpty || term == "people" else {
          throw WireError(.badArguments, "usage: \(usage)")
        }
        guard given.insert(halves[0]).inserted else {
          let isOption = !["clock", "seat", "people"].contains(halves[0])
          throw WireError(
            isOption ? .badOption : .badArguments,
            "\(isOption ? "option " : "")\(OneLine.quoting(halves[0])) is given twice")
        }
        if term == "people" { peopleOnly = true } else { try set(halves[0], to: halves[1]) }
      }
    }
  }

  private mutating func set(_ name: String, to value: String) throws(WireError) {
    switch name {
    case "clock":
      guard let control = TimeControl(value) else {
        throw WireError(
          .badClock,
          "\(OneLine.quoting(value)) is no clock: say seconds a move (10), "
            + "seconds for the game and a move (300+2), or none")
      }
      clock = control
    case "seat":
      guard let wish = SeatWish(rawValue: value) else {
        throw WireError(.badArguments, "a seat is first, second or any")
      }
      seat = wish
    default: options[name] = value
    }
  }
}
