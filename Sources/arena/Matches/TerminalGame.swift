import ArenaCore
import Glibc
import Match

/// A game between a person at the terminal and a player.
struct TerminalGame {
  private var session: any GameSession
  private var opponent: any SessionPlayer
  private let opponentName: String
  /// The person's.
  private let seat: Seat
  private var random: RandomSource
  /// Who played each move of the session: in an opening one seat may play several in a row.
  private var movers: [Seat] = []

  init(
    session: any GameSession, opponent: any SessionPlayer, opponentName: String, seat: Seat,
    random: RandomSource
  ) {
    self.session = session
    self.opponent = opponent
    self.opponentName = opponentName
    self.seat = seat
    self.random = random
  }

  mutating func run() throws {
    opponent.begin(as: seat.opponent, in: session)
    while let turn = session.turn {
      if turn == seat {
        print("\n\(session.diagram)")
        guard try askForMove() else { return }
      } else {
        let action: Int
        do throws(Surrender) {
          action = try opponent.choose(in: session, within: .unlimited, using: &random)
        } catch {
          return print("you win: \(opponentName) \(error)")
        }
        print("\(opponentName) plays \(session.notation(of: action))")
        try play(action, by: turn)
      }
    }
    print("\n\(session.diagram)")
    guard let outcome = session.outcome else { return }
    let verdict =
      outcome.winner.map { $0 == seat ? "you win" : "\(opponentName) wins" } ?? "a draw"
    print("\(verdict): \(outcome.reason)")
  }

  private mutating func play(_ action: Int, by mover: Seat) throws(SessionError) {
    try session.play(action)
    movers.append(mover)
    opponent.observe(action, leadingTo: session)
  }

  /// Reads lines until one is a legal move and plays it; false when the person leaves.
  private mutating func askForMove() throws -> Bool {
    while true {
      print("your move: ", terminator: "")
      fflush(nil)
      guard let line = readLine() else { return false }
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard words.count <= 1 else {
        print("one word at a time: \(Self.commands)")
        continue
      }
      switch words.first {
      case nil: continue
      case "quit": return false
      case "resign":
        print("\(opponentName) wins: you resigned")
        return false
      case "help", "?": print(help)
      case "legal": print(session.legalMoves.joined(separator: " "))
      case "undo": try takeBack()
      case let move?:
        do throws(SessionError) {
          try play(session.legalAction(from: move), by: seat)
          return true
        } catch {
          print("\(error): \(Self.commands)")
        }
      }
    }
  }

  private static let commands = "type a move, help, legal, undo, resign or quit"

  private var help: String {
    """
    a move, such as \(session.legalMoves.prefix(3).joined(separator: ", "))
    legal   lists the moves that the rules allow now
    undo    takes back your last move and what came after it
    resign  gives the game up
    quit    leaves
    """
  }

  /// Returns to where the person made its last move, so that it is to move there again.
  private mutating func takeBack() throws(SessionError) {
    guard let last = movers.lastIndex(of: seat) else {
      return print("there is nothing to take back: you have not moved yet")
    }
    while session.ply > last { try session.undo() }
    movers.removeSubrange(last...)
    opponent.begin(as: seat.opponent, in: session)
    print("\n\(session.diagram)")
  }
}
