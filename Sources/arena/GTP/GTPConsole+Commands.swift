import ArenaCore
import Catalog
import Evaluation
import Match

extension GTPConsole {
  static let commands = [
    "protocol_version", "name", "version", "known_command", "list_commands", "quit", "boardsize",
    "clear_board", "komi", "play", "genmove", "reg_genmove", "undo", "showboard", "final_score",
    "time_settings", "time_left", "lz-analyze", "kata-analyze", "arena-analyze",
  ]

  mutating func answer(_ command: String, _ words: [String]) -> Answer {
    do {
      switch command {
      case "protocol_version": return .text("2")
      case "name": return .text("Arena \(spec)")
      case "version": return .text(Release.version)
      case "known_command":
        return .text("\(Self.commands.contains(words.first?.lowercased() ?? ""))")
      case "list_commands": return .text(Self.commands.joined(separator: "\n"))
      case "quit": return .quit
      case "boardsize": return try setSize(words)
      case "clear_board":
        session.reset()
        history = []
        return .text("")
      case "komi": return try setKomi(words)
      case "play": return try play(words)
      case "genmove", "reg_genmove": return try generate(words, plays: command == "genmove")
      case "undo":
        guard let actions = history.popLast() else { return .refusal("cannot undo") }
        session.reset()
        for action in actions { try session.play(action) }
        return .text("")
      case "showboard": return .text("\n" + session.diagram)
      case "final_score": return .text(finalScore())
      case "time_settings": return setClock(words)
      case "time_left": return setTimeLeft(words)
      case "lz-analyze": return try analysis(.leelaZero, words)
      case "kata-analyze": return try analysis(.kataGo, words)
      case "arena-analyze":
        let count = words.first.map { Int($0) ?? 0 } ?? simulations
        guard (1...10_000_000).contains(count), words.count <= 1 else {
          return .refusal("syntax error: arena-analyze [SIMULATIONS]")
        }
        let session = session
        return .text(
          try withAnalyst { try $0.analyse(session, simulations: count) }.jsonLine)
      default:
        let nearest = NearestWord.among(Self.commands, to: command)
        return .refusal(
          "unknown command" + (nearest.isEmpty ? "" : ", did you mean \(nearest[0])?"))
      }
    } catch { return .refusal("\(error)") }
  }

  // MARK: Boards

  private mutating func setSize(_ words: [String]) throws -> Answer {
    guard words.count == 1, let size = Int(words[0]) else {
      return .refusal("boardsize not an integer")
    }
    var changed = settings
    for name in ["columns", "rows"] { changed[name] = nil }
    changed["size"] = "\(size)"
    // A controller names the size even where there is but one.
    if entry.options.contains(where: { $0.name == "size" }) {
      do { try start(changed) } catch { return .refusal("unacceptable size") }
    }
    return .text("")
  }

  private mutating func setKomi(_ words: [String]) throws -> Answer {
    guard words.count == 1, let komi = Double(words[0]) else {
      return .refusal("komi not a float")
    }
    guard entry.options.contains(where: { $0.name == "komi" }) else { return .text("") }
    var changed = settings
    changed["komi"] = "\(komi)"
    let (moves, before) = (session.actions, history)
    do { try start(changed) } catch { return .refusal("unacceptable komi") }
    for action in moves { try session.play(action) }
    history = before
    return .text("")
  }

  // MARK: Moves

  private func seat(_ word: String?) -> Seat? {
    switch word?.lowercased() {
    case "b", "black": .first
    case "w", "white": .second
    default: nil
    }
  }

  /// The position with a seat to move; nil where it cannot be.
  ///
  /// A controller may play one colour twice, and go on behind two passes. The other seat passes in
  /// between; where that would be the second pass, which ends the game, the first is taken back.
  private func position(with seat: Seat) -> (any GameSession)? {
    var position = session
    while position.turn != seat, position.lastMove == "pass" {
      guard (try? position.undo()) != nil else { return nil }
    }
    if position.turn != seat, (try? position.play(notation: "pass")) == nil { return nil }
    return position.turn == seat ? position : nil
  }

  private mutating func play(_ words: [String]) throws -> Answer {
    guard words.count == 2, let seat = seat(words[0]) else {
      return .refusal("invalid color or coordinate")
    }
    guard words[1].lowercased() != "resign" else { return .text("") }
    guard var position = position(with: seat),
      (try? position.play(notation: words[1])) != nil
    else { return .refusal("illegal move") }
    history.append(session.actions)
    session = position
    return .text("")
  }

  private mutating func generate(_ words: [String], plays: Bool) throws -> Answer {
    guard words.count == 1, let seat = seat(words[0]) else { return .refusal("invalid color") }
    guard var position = position(with: seat) else {
      return .refusal("it is not \(words[0])'s turn")
    }
    do {
      let action = try choose(in: position)
      let move = position.notation(of: action)
      if plays {
        try position.play(action)
        history.append(session.actions)
        session = position
      }
      return .text(GTPVertex.text(move))
    } catch let surrender as Surrender {
      return surrender == .resignation ? .text("resign") : .refusal("\(surrender)")
    }
  }

  /// The result as the board stands: of a game of points both sides pass first.
  private func finalScore() -> String {
    var end = session
    for _ in 0..<2 where end.turn != nil { _ = try? end.play(notation: "pass") }
    guard let outcome = end.outcome else { return "?" }
    guard let winner = outcome.winner else { return "0" }
    let colour = winner == .first ? "B+" : "W+"
    return colour + (outcome.margin.map { "\($0)" } ?? "F")
  }

  // MARK: Time

  private mutating func setClock(_ words: [String]) -> Answer {
    let numbers = words.compactMap(Self.amount)
    guard words.count == 3, numbers.count == 3, numbers.allSatisfy({ $0 >= 0 }) else {
      return .refusal("syntax error")
    }
    let (main, byoyomi, stones) = (numbers[0], numbers[1], numbers[2].rounded())
    // No stones in some time is no limit, as GTP has it.
    let isUnlimited = byoyomi > 0 && stones == 0
    let share = main > 0 ? main / 30 : stones > 0 ? byoyomi / stones : 0
    setTime(isUnlimited ? nil : .seconds(share), of: Seat.allCases)
    return .text("")
  }

  private mutating func setTimeLeft(_ words: [String]) -> Answer {
    guard words.count == 3, let seat = seat(words[0]), let left = Self.amount(words[1]),
      let stones = Self.amount(words[2])?.rounded()
    else { return .refusal("syntax error") }
    // A controller whose engine is late may count below nothing.
    let seconds = max(0, left)
    setTime(.seconds(stones > 0 ? seconds / stones * 0.9 : seconds / 30), of: [seat])
    return .text("")
  }

  /// Seconds or stones; nil for what is neither, or more than a `Duration` could be asked to hold.
  private static func amount(_ word: String) -> Double? {
    Double(word).flatMap { abs($0) <= 1e9 ? $0 : nil }
  }

  // MARK: Analysis

  private mutating func analysis(
    _ dialect: AnalysisLines.Dialect, _ words: [String]
  ) throws -> Answer {
    var interval = 100.0
    var shown = session
    for word in words {
      if let seat = seat(word) {
        guard let position = position(with: seat) else {
          return .refusal("it is not \(word)'s turn")
        }
        shown = position
      } else if let number = Double(word), number > 0 {
        interval = number
      }
    }
    guard shown.turn != nil else { return .refusal("the game is over") }
    return .stream(
      AnalysisLines(dialect: dialect, interval: .milliseconds(10 * min(interval, 6000))), of: shown)
  }
}
