import ArenaCore
import Foundation
import Glibc
import Match

/// A person at the terminal as a player of games that others run, such as a server's.
struct TerminalPlayer: SessionPlayer {
  private var seat = Seat.first
  private var counsel: Counsel
  private let screen = Screen.current

  init(counsel: Counsel) { self.counsel = counsel }

  mutating func begin(as seat: Seat, in session: any GameSession) {
    self.seat = seat
    print("you are \(seat.name)")
    show(session)
  }

  mutating func observe(_ action: Int, leadingTo session: any GameSession) {
    if session.turn == seat { print("the other side plays \(session.notation(of: action))") }
    if session.turn != seat { show(session) }
  }

  mutating func choose(
    in session: any GameSession, within budget: Budget, using random: inout RandomSource
  ) throws(Surrender) -> Int {
    if !screen.isInteractive { show(session) }
    if let left = budget.hardLimit { print("(about \(Int(left / .seconds(1))) s for this move)") }
    while true {
      guard let line = readAnswer(session) else { throw .resignation }
      let word = line.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
      switch word {
      case "": continue
      case "resign", "quit": throw .resignation
      case "legal": print(session.legalMoves.joined(separator: " "))
      case "hint", "analyse":
        for line in counsel.answer(word, session, "the other side", before: nil) { print(line) }
      default:
        do throws(SessionError) { return try session.legalAction(from: word) } catch {
          print("\(error): type a move, legal, hint, analyse or resign")
        }
      }
    }
  }

  private func readAnswer(_ session: any GameSession) -> String? {
    guard screen.isInteractive else {
      print("your move: ", terminator: "")
      fflush(nil)
      return readLine()
    }
    let view = BoardView(session, on: screen)
    return MovePrompt(screen: screen, targets: view.targets(in: session)) { cursor in
      [""] + view.lines(cursor: cursor)
    }.ask("your move: ")
  }

  private func show(_ session: any GameSession) {
    print()
    for line in BoardView(session, on: screen).lines() { print(line) }
    fflush(nil)
  }
}
