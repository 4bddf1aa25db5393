import Foundation
import Glibc

/// What the terminal behind standard output can show.
struct Screen {
  /// Whether standard input and output are a person's terminal.
  let isInteractive: Bool
  /// Whether colours are wanted: a terminal without `NO_COLOR`.
  let hasColour: Bool
  /// Whether letters beyond ASCII are shown.
  let hasUnicode: Bool
  /// Characters in a line.
  let width: Int

  static let current: Screen = {
    let values = ProcessInfo.processInfo.environment
    let isTerminal = isatty(STDOUT_FILENO) == 1 && values["TERM"] != "dumb"
    let locale = [values["LC_ALL"], values["LC_CTYPE"], values["LANG"]].lazy.compactMap(\.self)
      .first { !$0.isEmpty }
    var size = winsize()
    let isKnown = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
    return Screen(
      isInteractive: isTerminal && isatty(STDIN_FILENO) == 1,
      // no-color.org: present and not empty, whatever it says.
      hasColour: isTerminal && (values["NO_COLOR"] ?? "").isEmpty,
      hasUnicode: locale?.uppercased().contains("UTF") ?? false,
      width: isKnown && size.ws_col > 0 ? Int(size.ws_col) : 80)
  }()

  /// Text in a style, where there are colours.
  func paint(_ text: String, _ style: Style) -> String {
    hasColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Text cut at spaces into lines that fit; what fits stays as it is.
  func wrap(_ text: String) -> [String] {
    guard text.count > width else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if line.isEmpty {
        line = String(word)
      } else if line.count + 1 + word.count <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = "  " + word
      }
    }
    return lines + [line]
  }

  /// Numbers of the terminal's control sequences for text.
  enum Style: String {
    case first = "1;36"
    case second = "1;33"
    case faint = "2"
    case last = "1;7"
    case won = "1;30;42"
    case cursor = "1;30;47"
    case bold = "1"
  }
}
