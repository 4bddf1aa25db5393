import ArenaCore
import Catalog
import Glibc
import Match

enum PlayCommand: Command {
  static let name = "play"
  static let summary = "plays a game against an agent in the terminal"
  static let usage = "GAME [--against SPEC] [--seat first|second] ..."
  static let flags =
    [
      Flag("against", "SPEC", standard: "uct:simulations=1000", "the opponent"),
      Flag("seat", "SEAT", standard: "first", "your seat: first or second"),
      Flag("seed", "N", standard: "1", "the seed of the opponent's chance"),
    ] + Flag.settings
  static let details = """
    At the prompt: a move, or one of legal, undo, resign, quit.

      arena play connect-four --against alphazero:run=runs/quickstart
    """

  static func run(_ arguments: Arguments) throws {
    let name = try arguments.take("GAME")[0]
    let seatName = try arguments.text("seat")!
    guard let seat = Seat.allCases.first(where: { $0.name == seatName }) else {
      throw UsageError("--seat cannot be '\(seatName)': it must be first or second")
    }
    let seed = UInt64(try arguments.integer("seed", in: 0...Int.max)!)
    let spec = try PlayerSpec(arguments.text("against")!)
    let entry = try Catalog.game(name)
    let settings = try arguments.settings()
    let session = try entry.session(settings)
    let opponent = try entry.sessionPlayers(spec, options: settings)(seed)
    var conversation = Conversation(
      session: session, opponent: opponent, opponentName: spec.description, seat: seat,
      random: RandomSource(seed: seed))
    try conversation.run()
  }

  /// A game between a person at the terminal and a player.
  private struct Conversation {
    var session: any GameSession
    var opponent: any SessionPlayer
    let opponentName: String
    let seat: Seat
    var random: RandomSource

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
          try play(action)
        }
      }
      print("\n\(session.diagram)")
      guard let outcome = session.outcome else { return }
      let verdict =
        outcome.winner.map { $0 == seat ? "you win" : "\(opponentName) wins" } ?? "a draw"
      print("\(verdict): \(outcome.reason)")
    }

    private mutating func play(_ action: Int) throws(SessionError) {
      try session.play(action)
      opponent.observe(action, leadingTo: session)
    }

    /// Reads lines until one is a legal move and plays it; false when the person leaves.
    private mutating func askForMove() throws -> Bool {
      while true {
        print("your move: ", terminator: "")
        fflush(nil)
        guard let line = readLine() else { return false }
        switch line.split(separator: " ").map(String.init).first {
        case nil: continue
        case "quit": return false
        case "resign":
          print("\(opponentName) wins: you resigned")
          return false
        case "legal": print(session.legalMoves.joined(separator: " "))
        case "undo": try takeBack()
        case let move?:
          do throws(SessionError) {
            try play(session.legalAction(from: move))
            return true
          } catch {
            print("\(error): type a move, legal, undo, resign or quit")
          }
        }
      }
    }

    /// Takes back the person's last move and the answer to it.
    private mutating func takeBack() throws(SessionError) {
      guard session.ply >= 2 else { return print("there is nothing to take back") }
      try session.undo()
      try session.undo()
      opponent.begin(as: seat.opponent, in: session)
      print("\n\(session.diagram)")
    }
  }
}
