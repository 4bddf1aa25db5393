public import ArenaCore
public import Match
public import Wire

/// One thing that must survive a crash of the server. Its text form is one line.
public enum JournalEntry: Sendable, Hashable {
  /// A name was taken for good.
  case account(name: String, passwordHash: String?)
  /// A name is a house bot's for good, which plays `terms`, `GAME OPTIONS`.
  case bot(name: String, terms: String)
  /// The hash of the word that proves a guest's name, and the address from which it was used.
  case token(name: String, hash: String, address: ClientAddress?)
  /// A member ignores another player from now on, or does not any more.
  case ignore(name: String, other: String, isOn: Bool)
  /// A guest's name and ratings were forgotten.
  case forget(name: String)
  /// Numbers of offers up to this one may be in use.
  case offers(upTo: Int)
  /// A game began; `terms` as `GAME OPTIONS CLOCK`.
  case start(table: Int, terms: String, first: String, second: String)
  /// A move was played; `banks` is what remained of each seat's time, `[2]`.
  case move(table: Int, action: Int, banks: [Duration])
  /// Moves were taken back until `ply` were left; `banks` as for a move.
  case undo(table: Int, ply: Int, banks: [Duration])
  /// A game ended.
  case end(table: Int, outcome: Outcome, cause: GameRecord.Cause)
  /// A game was broken off without a result.
  case abort(table: Int, reason: String)

  // What only snapshots say: where things stand, rather than what happened.

  /// Which snapshot this is or follows, and how long the file of finished games was.
  case generation(Int, games: Int)
  /// Numbers of tables up to this one were in use.
  case tables(upTo: Int)
  /// How somebody stands at a game.
  case standing(name: String, game: String, Standing)
  /// A game in progress, with all its actions.
  case game(
    table: Int, terms: String, first: String, second: String, banks: [Duration], actions: [Int])
  /// The snapshot is whole.
  case complete(entries: Int)

  /// The line, without its end.
  public var text: String {
    var text = TextBuffer()
    write(to: &text)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// Writes the line, without its end.
  public func write(to text: inout TextBuffer) {
    switch self {
    case .account(let name, let hash): text.write("account \(name) \(hash ?? "-")")
    case .bot(let name, let terms): text.write("bot \(name) \(terms)")
    case .token(let name, let hash, let address):
      text.write("token \(name) \(hash) \(address?.description ?? "-")")
    case .ignore(let name, let other, let isOn):
      text.write("\(isOn ? "ignore" : "unignore") \(name) \(other)")
    case .forget(let name): text.write("forget \(name)")
    case .offers(let last): text.write("offers \(last)")
    case .start(let table, let terms, let first, let second):
      text.write("start \(table) \(terms) \(first) \(second)")
    case .move(let table, let action, let banks):
      text.write(literal: "move ")
      text.write(table)
      text.write(byte: UInt8(ascii: " "))
      text.write(action)
      Self.write(banks, to: &text)
    case .undo(let table, let ply, let banks):
      text.write("undo \(table) \(ply)")
      Self.write(banks, to: &text)
    case .end(let table, let outcome, let cause):
      text.write(
        "end \(table) \(outcome.winner?.name ?? "draw") \(cause.rawValue) "
          + "\(outcome.margin.map { String($0) } ?? "-") \(outcome.reason)")
    case .abort(let table, let reason): text.write("abort \(table) \(reason)")
    case .generation(let number, let games): text.write("generation \(number) \(games)")
    case .tables(let last): text.write("tables \(last)")
    case .standing(let name, let game, let standing):
      text.write("standing \(name) \(game) \(standing.exactText)")
    case .game(let table, let terms, let first, let second, let banks, let actions):
      text.write("game \(table) \(terms) \(first) \(second)")
      Self.write(banks, to: &text)
      for action in actions {
        text.write(byte: UInt8(ascii: " "))
        text.write(action)
      }
    case .complete(let entries): text.write("complete \(entries)")
    }
  }

  private static func write(_ banks: [Duration], to text: inout TextBuffer) {
    for bank in banks {
      text.write(byte: UInt8(ascii: " "))
      text.write(bank.wholeMilliseconds)
    }
  }
}
