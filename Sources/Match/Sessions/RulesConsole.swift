import ArenaCore
import Storage

/// The machine interface to the rules of one game: one command a line in, exactly one JSON object a
/// line out, whatever the bytes.
///
/// | command | answer |
/// |---|---|
/// | `play MOVE` | the state after the move |
/// | `undo` | the state before the last move |
/// | `reset` | the state at the start |
/// | `legal` | `{"legal":[...]}`, the moves in order of action index |
/// | `actions` | `{"actions":[...]}`, the notation of every action index, empty for one that no position allows |
/// | `show` | the state with `board`, the diagram as an array of lines from the top |
///
/// A state is `{"last":M,"over":B,"ply":N,"result":R,"turn":T}` with `turn` `"first"`, `"second"` or
/// null; `result` null or `{"first":1,"reason":"...","second":-1}` with 1 a win, 0 a draw and -1 a
/// loss; `last` the last move or null. A bad command or an illegal move answers `{"error":"..."}` and
/// changes nothing. Words are separated by spaces or tabs; a line end may be LF or CR LF.
public struct RulesConsole: Sendable {
  /// The longest line it reads, in bytes.
  public static let lineLimit = 4096

  /// The game under the console.
  public private(set) var session: any GameSession
  private var splitter = LineSplitter(limit: lineLimit)

  public init(_ session: any GameSession) { self.session = session }

  /// Answers every line that `chunk` completes; each answer appended to `output` ends with LF.
  public mutating func consume(_ chunk: Span<UInt8>, answeringInto output: inout [UInt8]) {
    var position = 0
    while let event = splitter.next(in: chunk, at: &position) {
      handle(event, answeringInto: &output)
    }
  }

  /// Answers the last line if the input ended without a newline.
  public mutating func finish(answeringInto output: inout [UInt8]) {
    if let event = splitter.finish() { handle(event, answeringInto: &output) }
  }

  /// The answer to one line, without a newline.
  public mutating func answer(to line: String) -> String { answer(to: Array(line.utf8)) }

  private mutating func handle(_ event: LineSplitter.Event, answeringInto output: inout [UInt8]) {
    let answer =
      switch event {
      case .line: answer(to: splitter.line)
      case .overlong: Self.refusal("the line is longer than \(Self.lineLimit) bytes")
      }
    output.append(contentsOf: answer.utf8)
    output.append(UInt8(ascii: "\n"))
  }

  private mutating func answer(to line: [UInt8]) -> String {
    let words = String(decoding: line, as: UTF8.self).words(maxSplits: 2)
    guard let command = words.first else { return Self.refusal("an empty line is no command") }
    do throws(SessionError) {
      switch (command, words.count) {
      case ("play", 2): try session.play(notation: words[1])
      case ("play", _): return Self.refusal("play takes one move")
      case ("undo", 1): try session.undo()
      case ("reset", 1): session.reset()
      case ("legal", 1): return ["legal": session.legalMoves].asJSONLine
      case ("actions", 1):
        return ["actions": (0..<session.actionCount).map(session.notation(of:))].asJSONLine
      case ("show", 1): return State(of: session, withBoard: true).asJSONLine
      case ("undo", _), ("reset", _), ("legal", _), ("show", _), ("actions", _):
        return Self.refusal("\(command) takes no argument")
      default:
        return Self.refusal(
          "unknown command \(OneLine.quoting(command)): "
            + "commands are play MOVE, undo, legal, actions, show, reset")
      }
    } catch { return Self.refusal(error.description) }
    return State(of: session).asJSONLine
  }

  private static func refusal(_ text: String) -> String { ["error": text].asJSONLine }

  /// What a state says, by its keys.
  private struct State: Encodable {
    private let ply: Int
    private let turn: String?
    private let result: Result?
    private let last: String?
    private let board: [String]?

    private struct Result: Encodable {
      let first: Int
      let second: Int
      let reason: String
    }

    private enum CodingKeys: CodingKey { case ply, turn, over, result, last, board }

    init(of session: any GameSession, withBoard: Bool = false) {
      ply = session.ply
      turn = session.turn?.name
      result = session.outcome.map { outcome in
        Result(
          first: Int(outcome.value(for: .first)), second: Int(outcome.value(for: .second)),
          reason: outcome.reason)
      }
      last = session.lastMove
      board =
        withBoard
        ? session.diagram.split(separator: "\n", omittingEmptySubsequences: false)
          .map(String.init) : nil
    }

    // By hand, because what is nil is written as null and not left out.
    func encode(to encoder: any Encoder) throws {
      var state = encoder.container(keyedBy: CodingKeys.self)
      try state.encode(ply, forKey: .ply)
      try state.encode(turn, forKey: .turn)
      try state.encode(result != nil, forKey: .over)
      try state.encode(result, forKey: .result)
      try state.encode(last, forKey: .last)
      try state.encodeIfPresent(board, forKey: .board)
    }
  }
}
