import ArenaCore

/// The machine interface to the rules of one game: one command a line in, exactly one JSON object a
/// line out, whatever the bytes.
///
/// | command | answer |
/// |---|---|
/// | `play MOVE` | the state after the move |
/// | `undo` | the state before the last move |
/// | `reset` | the state at the start |
/// | `legal` | `{"legal":[...]}`, the moves in order of action index |
/// | `show` | the state with `board`, the diagram as an array of lines from the top |
///
/// A state is `{"ply":N,"turn":T,"over":B,"result":R,"last":M}` with `turn` `"first"`, `"second"` or
/// null; `result` null or `{"first":1,"second":-1,"reason":"..."}` with 1 a win, 0 a draw and -1 a
/// loss; `last` the last move or null. A bad command or an illegal move answers `{"error":"..."}` and
/// changes nothing. Words are separated by spaces or tabs; a line end may be LF or CR LF.
public struct RulesConsole: Sendable {
  /// The longest line it reads, in bytes.
  public static let lineLimit = 4096

  /// The game under the console.
  public private(set) var session: any GameSession
  private var splitter = LineSplitter(limit: lineLimit)
  private var json = JSONLine()

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
  public mutating func answer(to line: String) -> String {
    respond(to: Array(line.utf8))
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private mutating func handle(_ event: LineSplitter.Event, answeringInto output: inout [UInt8]) {
    switch event {
    case .line: respond(to: splitter.line)
    case .overlong: respondError("the line is longer than \(Self.lineLimit) bytes")
    }
    output.append(contentsOf: json.bytes)
    output.append(UInt8(ascii: "\n"))
  }

  private mutating func respond(to line: [UInt8]) {
    let words = String(decoding: line, as: UTF8.self).words(maxSplits: 2)
    guard let command = words.first else { return respondError("an empty line is no command") }
    do throws(SessionError) {
      switch (command, words.count) {
      case ("play", 2):
        try session.play(notation: words[1])
        respondState()
      case ("play", _): respondError("play takes one move")
      case ("undo", 1):
        try session.undo()
        respondState()
      case ("reset", 1):
        session.reset()
        respondState()
      case ("legal", 1): respondLegal()
      case ("show", 1): respondState(withBoard: true)
      case ("undo", _), ("reset", _), ("legal", _), ("show", _):
        respondError("\(command) takes no argument")
      default:
        respondError(
          "unknown command \(OneLine.quoting(command)): "
            + "commands are play MOVE, undo, legal, show, reset")
      }
    } catch { respondError(error.description) }
  }

  private mutating func respondError(_ text: String) {
    json.bytes.removeAll(keepingCapacity: true)
    json.append(raw: "{\"error\":")
    json.append(text)
    json.append(raw: "}")
  }

  private mutating func respondLegal() {
    json.bytes.removeAll(keepingCapacity: true)
    json.append(raw: "{\"legal\":")
    json.append(session.legalMoves)
    json.append(raw: "}")
  }

  private mutating func respondState(withBoard: Bool = false) {
    json.bytes.removeAll(keepingCapacity: true)
    json.append(raw: "{\"ply\":")
    json.append(session.ply)
    json.append(raw: ",\"turn\":")
    json.append(session.turn?.name)
    json.append(raw: ",\"over\":")
    if let outcome = session.outcome {
      json.append(raw: "true,\"result\":{\"first\":")
      json.append(Int(outcome.value(for: .first)))
      json.append(raw: ",\"second\":")
      json.append(Int(outcome.value(for: .second)))
      json.append(raw: ",\"reason\":")
      json.append(outcome.reason)
      json.append(raw: "}")
    } else {
      json.append(raw: "false,\"result\":null")
    }
    json.append(raw: ",\"last\":")
    json.append(session.lastMove)
    if withBoard {
      json.append(raw: ",\"board\":")
      json.append(
        session.diagram.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }
    json.append(raw: "}")
  }
}
