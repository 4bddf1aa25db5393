import ArenaCore
import Match
import Wire

extension LiveTable {
  /// Writes the game, which is over, as a line of JSON: a `GameRecord` with the table beside.
  ///
  /// By hand: a general encoder takes longer for a game than all its moves took to play.
  func writeRecord(
    _ outcome: Outcome, _ cause: GameRecord.Cause, to text: inout TextBuffer
  ) {
    text.write(literal: #"{"cause":""#)
    text.write(cause.rawValue)
    text.write(literal: #"","first":""#)
    text.write(players[0].name)
    text.write(literal: #"","game":""#)
    text.write(terms.game)
    if let margin = outcome.margin {
      text.write(literal: #"","margin":"#)
      text.write("\(margin)")
      text.write(literal: #","moves":["#)
    } else {
      text.write(literal: #"","moves":["#)
    }
    for (index, action) in game.actions.enumerated() {
      text.write(literal: index == 0 ? "\"" : ",\"")
      text.write(game.notation(of: action))
      text.write(byte: UInt8(ascii: "\""))
    }
    text.write(literal: #"],"opening":0,"options":""#)
    text.write(terms.options)
    text.write(literal: #"","reason":""#)
    Self.writeEscaped(outcome.reason, to: &text)
    text.write(literal: #"","second":""#)
    text.write(players[1].name)
    text.write(literal: #"","seed":0,"table":"#)
    text.write(id)
    if let winner = outcome.winner {
      text.write(literal: #","winner":""#)
      text.write(winner.name)
      text.write(byte: UInt8(ascii: "\""))
    }
    text.write(literal: "}\n")
  }

  /// A reason may quote what a program said; it has no control characters.
  private static func writeEscaped(_ string: String, to text: inout TextBuffer) {
    for byte in string.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        text.write(byte: UInt8(ascii: "\\"))
      }
      text.write(byte: byte < 0x20 ? UInt8(ascii: " ") : byte)
    }
  }
}
