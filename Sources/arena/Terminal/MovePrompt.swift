import Foundation
import Glibc

/// Asks a person at a terminal for a line, with the arrow keys to point at the board instead.
///
/// The terminal hands over each key while the prompt waits and is put back behind it.
struct MovePrompt {
  let screen: Screen
  /// What each place of the board means as a move; places without one are passed over.
  let targets: [DrawnBoard.Place: String]
  /// The lines above the prompt, with the cursor at a place.
  let frame: (DrawnBoard.Place?) -> [String]

  private enum Key {
    case character(Character)
    case enter, backspace, escape, end, interrupt
    case move(down: Int, right: Int)
  }

  /// What was typed, or the move that was pointed at; nil at the end of the input.
  ///
  /// Ctrl-C ends the program, with the terminal as it was.
  func ask(_ question: String) -> String? {
    var original = termios()
    guard tcgetattr(STDIN_FILENO, &original) == 0 else { return readLine() }
    var raw = original
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
    defer { tcsetattr(STDIN_FILENO, TCSADRAIN, &original) }
    var cursor: DrawnBoard.Place?
    var typed = ""
    let height = draw(frame(nil), question)
    while true {
      let before = cursor
      switch readKey() {
      case .end: return nil
      case .interrupt: leave(&original)
      case .enter:
        print()
        if typed.isEmpty, let cursor, let move = targets[cursor] { return move }
        return typed
      case .backspace: if !typed.isEmpty { typed.removeLast() }
      case .escape: (cursor, typed) = (nil, "")
      case .character(let character): typed.append(character)
      case .move(let down, let right): cursor = place(from: cursor, down: down, right: right)
      }
      let shown = typed.isEmpty ? cursor.flatMap { targets[$0] } ?? "" : typed
      // The board is drawn again only where it looks different.
      if cursor == before {
        print("\r\u{1B}[K", terminator: "")
        _ = draw([], question + shown)
      } else {
        print("\u{1B}[\(height)A\r\u{1B}[J", terminator: "")
        _ = draw(frame(cursor), question + shown)
      }
    }
  }

  /// Puts the terminal back and ends the program, as Ctrl-C does.
  private func leave(_ original: inout termios) -> Never {
    tcsetattr(STDIN_FILENO, TCSADRAIN, &original)
    print()
    fflush(nil)
    _exit(ExitStatus.interrupted.rawValue)
  }

  /// Draws frame and prompt.
  ///
  /// - Returns: how many lines the terminal shows above that of the prompt.
  private func draw(_ lines: [String], _ prompt: String) -> Int {
    for line in lines { print(line) }
    print(prompt, terminator: "")
    fflush(nil)
    return lines.count
  }

  /// The nearest place with a move in a direction; where there is none, the same one.
  private func place(
    from start: DrawnBoard.Place?, down: Int, right: Int
  ) -> DrawnBoard.Place? {
    guard let start else {
      // The middle of what there is.
      let sorted = targets.keys.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
      return sorted.isEmpty ? nil : sorted[sorted.count / 2]
    }
    return targets.keys.filter { place in
      (place.row - start.row) * down + (place.column - start.column) * right > 0
    }.min { one, other in
      func distance(_ place: DrawnBoard.Place) -> (Int, Int, Int) {
        let (rows, columns) = (abs(place.row - start.row), abs(place.column - start.column))
        // Along the direction first, then straight on.
        return (down == 0 ? columns + 3 * rows : rows + 3 * columns, place.row, place.column)
      }
      return distance(one) < distance(other)
    } ?? start
  }

  // MARK: Keys

  private func readKey() -> Key {
    guard let byte = readByte() else { return .end }
    switch byte {
    case 3: return .interrupt
    case 4: return .end
    case 10, 13: return .enter
    case 8, 127: return .backspace
    case 27: return readSequence()
    case 32...126: return .character(Character(UnicodeScalar(byte)))
    default: return .character("?")
    }
  }

  /// What follows an escape: an arrow, or nothing.
  private func readSequence() -> Key {
    guard isReady(), let bracket = readByte(),
      bracket == UInt8(ascii: "[") || bracket == UInt8(ascii: "O"),
      isReady(), let letter = readByte()
    else { return .escape }
    return switch letter {
    case UInt8(ascii: "A"): .move(down: -1, right: 0)
    case UInt8(ascii: "B"): .move(down: 1, right: 0)
    case UInt8(ascii: "C"): .move(down: 0, right: 1)
    case UInt8(ascii: "D"): .move(down: 0, right: -1)
    default: .escape
    }
  }

  private func readByte() -> UInt8? {
    var byte: UInt8 = 0
    while true {
      let count = read(STDIN_FILENO, &byte, 1)
      if count == 1 { return byte }
      guard count < 0, errno == EINTR else { return nil }
    }
  }

  /// Whether more of a key's bytes are there: a terminal sends them at once.
  private func isReady() -> Bool {
    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 50) > 0
  }
}
