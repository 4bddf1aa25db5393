import ArenaCore

/// Commands of whoever runs the server.
extension Commands {
  public static let admin = CommandDescriptor<(token: String, order: AdminOrder)>(
    "admin TOKEN ORDER [ARGUMENT]",
    lines: [
      "admin ORDER TEXT", "client NUMBER ADDRESS NAME SILENCE GAMES", "ban TEXT", "metric TEXT",
    ], "for who runs the server: say admin TOKEN help"
  ) { words throws(WireError) in (try words.word(), try AdminOrder(&words)) }
}

/// What an operator may ask for.
public enum AdminOrder: Sendable, Hashable {
  case help, list, metrics, bans, stay
  case kick(String)
  case ban(String)
  case unban(String)
  /// Whether games may be begun.
  case seeks(Bool)
  case announce(String)
  /// After so many minutes.
  case shutdown(Int)

  /// The form of each, with what it does.
  public static let forms = [
    ("help", "this list"),
    ("list", "the connections"),
    ("kick NAME", "sends somebody away"),
    ("ban NAME-or-ADDRESS", "sends somebody away for good"),
    ("unban NAME-or-ADDRESS", "lets somebody in again"),
    ("bans", "who is banned"),
    ("seeks on|off", "whether games may be begun"),
    ("announce TEXT", "tells everybody something"),
    ("shutdown MINUTES", "stops the server then, and tells everybody"),
    ("stay", "calls a shutdown off"),
    ("metrics", "figures of the server"),
  ]

  init(_ words: inout CommandArguments) throws(WireError) {
    let order = words.optionalWord() ?? ""
    if let form = Self.forms.first(where: { $0.0.words().first == order })?.0 {
      words.usage = "admin TOKEN \(form)"
    }
    switch order {
    case "help": self = .help
    case "list": self = .list
    case "metrics": self = .metrics
    case "bans": self = .bans
    case "stay": self = .stay
    case "kick": self = .kick(try words.word())
    case "ban": self = .ban(try words.word())
    case "unban": self = .unban(try words.word())
    case "seeks":
      switch try words.word() {
      case "on": self = .seeks(true)
      case "off": self = .seeks(false)
      default: throw words.malformed
      }
    case "announce":
      let text = words.rest().joined(separator: " ")
      guard !text.isEmpty else { throw words.malformed }
      self = .announce(text)
    case "shutdown":
      let minutes = try words.number()
      guard minutes <= 10_000 else {
        throw WireError(.badArguments, "MINUTES is at most 10000")
      }
      self = .shutdown(minutes)
    default:
      throw WireError(
        .badArguments, "usage: \(words.usage); admin TOKEN help lists the orders")
    }
  }
}
