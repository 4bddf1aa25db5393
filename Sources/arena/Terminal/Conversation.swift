import ArenaCore
import Catalog
import Evaluation
import Foundation
import Glibc
import Match
import Storage

/// A game between a person at the terminal and a player.
struct Conversation {
  var session: any GameSession
  private var opponent: any SessionPlayer
  let opponentName: String
  /// The person's.
  var seat: Seat
  private var random: RandomSource
  /// Who played each move of the session: in an opening one seat may play several in a row.
  private var movers: [Seat] = []
  private var counsel: Counsel
  let screen: Screen

  init(
    session: any GameSession, opponent: any SessionPlayer, opponentName: String, seat: Seat,
    random: RandomSource, counsel: Counsel, screen: Screen = .current
  ) {
    self.session = session
    self.opponent = opponent
    self.opponentName = opponentName
    self.seat = seat
    self.random = random
    self.counsel = counsel
    self.screen = screen
  }

  mutating func run() throws {
    opponent.begin(as: seat.opponent, in: session)
    while true {
      guard let turn = session.turn else {
        showEnd()
        // At a terminal the game may be taken back or looked at; a pipe has said what it had to.
        guard screen.isInteractive, try ask("over: undo, analyse, save or quit? ") else { return }
        continue
      }
      guard turn != seat else {
        guard try ask("your move: ") else { return }
        continue
      }
      let action: Int
      do throws(Surrender) {
        if screen.isInteractive { show("\(opponentName) thinks ...") }
        action = try opponent.choose(in: session, within: .unlimited, using: &random)
      } catch {
        return print("you win: \(opponentName) \(error)")
      }
      show("\(opponentName) plays \(session.notation(of: action))")
      try play(action, by: turn)
    }
  }

  private mutating func play(_ action: Int, by mover: Seat) throws(SessionError) {
    try session.play(action)
    movers.append(mover)
    opponent.observe(action, leadingTo: session)
  }

  // MARK: Asking

  /// Reads lines until one is a move that is played, or changes the position; false when the person
  /// leaves.
  private mutating func ask(_ question: String) throws -> Bool {
    if !screen.isInteractive && session.turn != nil { print("\n\(session.diagram)") }
    while true {
      guard let line = readAnswer(question) else { return false }
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let word = words.first else { continue }
      guard words.count == 1 || words.count == 2 && ["save", "load"].contains(word) else {
        show("one word at a time: type a move, \(Self.commands)")
        continue
      }
      switch word.lowercased() {
      case "quit", "exit": return false
      case "resign" where session.turn != nil:
        show("\(opponentName) wins: you resigned")
        return false
      case "help", "?":
        for line in help { show(line) }
      case "legal": show(session.legalMoves.joined(separator: " "))
      case "hint", "analyse", "analyze", "why":
        let moverBefore = movers.lastIndex { $0 != seat }
        for line in counsel.answer(word, session, opponentName, before: moverBefore) { show(line) }
      case "undo":
        if try takeBack() { return true }
      case "switch":
        seat = seat.opponent
        opponent.begin(as: seat.opponent, in: session)
        show("you are \(seat.name) now")
        return true
      case "save": save(to: words.dropFirst().first)
      case "load": if load(from: words.dropFirst().first) { return true }
      default: if tryMove(word) { return true }
      }
    }
  }

  /// A line from the person: at a terminal with the board above it and the arrow keys.
  private func readAnswer(_ question: String) -> String? {
    guard screen.isInteractive else {
      print(question, terminator: "")
      fflush(nil)
      return readLine()
    }
    let view = BoardView(session, on: screen)
    return MovePrompt(screen: screen, targets: view.targets(in: session)) { cursor in
      [""] + view.lines(cursor: cursor)
    }.ask(question)
  }

  private mutating func tryMove(_ word: String) -> Bool {
    // A place that several moves lead to, pointed at with the arrow keys.
    guard !word.contains("/") else {
      show("several moves lead there, type one: \(word.replacing("/", with: " "))")
      return false
    }
    do throws(SessionError) {
      let action = try session.legalAction(from: word)
      try play(action, by: seat)
      return true
    } catch {
      let nearest = NearestWord.among(Self.words + session.legalMoves, to: word)
      let question = nearest.isEmpty ? "" : " did you mean \(nearest.joined(separator: " or "))?"
      let example = session.legalMoves.first.map { " (such as \($0))" } ?? ""
      show("\(error):\(question) type a move\(example), \(Self.commands)")
      return false
    }
  }

  // MARK: Showing

  private func show(_ text: String) {
    for line in screen.isInteractive ? screen.wrap(text) : [text] { print(line) }
    fflush(nil)
  }

  private func showEnd() {
    if screen.isInteractive {
      for line in ([""] + BoardView(session, on: screen).lines()) { print(line) }
    } else {
      print("\n\(session.diagram)")
    }
    guard let outcome = session.outcome else { return }
    let verdict =
      outcome.winner.map { $0 == seat ? "you win" : "\(opponentName) wins" } ?? "a draw"
    show("\(verdict): \(outcome.reason)")
  }

  private static let words = [
    "help", "legal", "hint", "analyse", "why", "undo", "switch", "save", "load", "resign", "quit",
  ]
  private static let commands = "\(words.dropLast().joined(separator: ", ")) or quit"

  private var help: [String] {
    let moves = session.legalMoves.prefix(3).joined(separator: ", ")
    let rows = [
      ["a move", moves.isEmpty ? "none is left" : "such as \(moves)"],
      ["legal", "lists the moves that the rules allow now"],
      ["hint", "what a search would play for you"],
      ["analyse", "what it thinks of all moves here"],
      ["why", "what \(opponentName) thought of its last move"],
      ["undo", "takes back your last move and what came after it"],
      ["switch", "changes seats with the opponent"],
      ["save FILE", "writes the game as a line of JSON, for load and arena analyse"],
      ["load FILE", "goes on with a game that was saved, or one in SGF"],
      ["resign", "gives the game up"],
      ["quit", "leaves"],
    ]
    let keys =
      screen.isInteractive
      ? ["the arrow keys point at the board: Enter plays there, Escape forgets it"] : []
    return Text.table(rows, left: [0, 1]) + keys
  }

  // MARK: Changing the position

  /// Returns to where the person made its last move, so that it is to move there again.
  private mutating func takeBack() throws(SessionError) -> Bool {
    guard let last = movers.lastIndex(of: seat) else {
      show("there is nothing to take back: you have not moved yet")
      return false
    }
    while session.ply > last { try session.undo() }
    movers.removeSubrange(last...)
    opponent.begin(as: seat.opponent, in: session)
    return true
  }

  private func save(to path: String?) {
    guard let path else { return show("save where? save FILE") }
    let names = Seat.allCases.map { $0 == seat ? "you" : opponentName }
    let record = GameRecord(
      game: session.gameName, options: session.optionsText, first: names[0], second: names[1],
      moves: session.moves,
      outcome: session.outcome ?? Outcome(winner: nil, reason: GameRecord.unfinished),
      cause: .rules)
    do {
      try DurableFile.write(Data((record.jsonLine + "\n").utf8), to: path)
      show("saved in \(path): arena analyse \(path) looks at it")
    } catch {
      show("not saved: \(error)")
    }
  }

  /// Takes the position of a saved game; the seats stay.
  private mutating func load(from path: String?) -> Bool {
    guard let path else {
      show("load what? load FILE")
      return false
    }
    do {
      let entry = try GameFile.read(InputText.read(path))[0]
      var start = session
      start.reset()
      let names = [entry.record.game, session.gameName]
      // A variant's records have the name of its type; SGF does not tell the one Go from the other.
      let types = names.map { Catalog.worldType($0).map { ObjectIdentifier($0) } }
      guard
        names[0] == names[1] || types[0] != nil && types[0] == types[1]
          || names.allSatisfy(["go", "go-lite"].contains)
      else {
        throw CommandFailure("\(path) is a game of \(names[0]), not of \(names[1])")
      }
      var walked: [Seat] = []
      for move in try entry.record(in: start).moves {
        walked.append(start.turn ?? .first)
        try start.play(notation: move)
      }
      (session, movers) = (start, walked)
      opponent.begin(as: seat.opponent, in: session)
      show("loaded \(path): \(session.ply) move\(session.ply == 1 ? "" : "s")")
      return true
    } catch {
      show("cannot load \(OneLine.quoting(path)): \(OneLine.cleaned("\(error)"))")
      return false
    }
  }
}
