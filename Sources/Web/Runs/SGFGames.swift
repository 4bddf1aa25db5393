import ArenaCore
import Match

/// Games of a Smart Game Format file that this project wrote: their players, their moves, their
/// result. Variations, comments and set-up stones of other programs are passed over.
///
/// Source: Hollosi, SGF FF[4], red-bean.com/sgf.
struct SGFGames {
  struct Game {
    fileprivate(set) var properties: [String: String] = [:]
    /// The values of B and W in order: two letters, or none for a pass.
    fileprivate(set) var moves: [String] = []
  }

  private(set) var games: [Game] = []

  init(_ text: String) {
    var name = ""
    var value = ""
    var (isInValue, isEscaped, isNewName) = (false, false, true)
    var depth = 0
    for character in text {
      if isInValue {
        if isEscaped || character != "]" && character != "\\" {
          value.append(character)
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else {
          isInValue = false
          isNewName = true
          note(name, value)
        }
        continue
      }
      switch character {
      case "(":
        if depth == 0 { games.append(Game()) }
        depth += 1
      case ")": depth -= 1
      case "[":
        value = ""
        isInValue = true
      case "A"..."Z":
        if isNewName { name = "" }
        isNewName = false
        name.append(character)
      default: break
      }
    }
  }

  private mutating func note(_ name: String, _ value: String) {
    guard !games.isEmpty else { return }
    if name == "B" || name == "W" {
      games[games.count - 1].moves.append(value)
    } else if games[games.count - 1].properties[name] == nil {
      games[games.count - 1].properties[name] = value
    }
  }
}

extension SGFGames.Game {
  /// The game as a record of ours.
  func record(game: String, options: String) -> GameRecord {
    let sizes = (properties["SZ"] ?? "19").split(separator: ":").compactMap { Int($0) }
    let rows = sizes.last ?? 19
    // As the games write points: Go leaves out the letter i.
    let letters = Array(game.hasPrefix("go") && game != "gomoku" ? "abcdefghjklmnopqrstuvwxyz" : "abcdefghijklmnopqrstuvwxyz")
    let names = moves.map { point -> String in
      let places = point.utf8.map { byte in Int(byte) - (byte < 97 ? 65 - 26 : 97) }
      guard places.count == 2, letters.indices.contains(places[0]), places[1] < rows else {
        return "pass"
      }
      return "\(letters[places[0]])\(rows - places[1])"
    }
    let result = properties["RE"] ?? "0"
    let winner: Seat? =
      result.hasPrefix("B") ? .first : result.hasPrefix("W") ? .second : nil
    let rest = result.dropFirst(2)
    let cause: GameRecord.Cause =
      switch rest {
      case "R": .resignation
      case "T": .time
      case "F": .failure
      default: .rules
      }
    return GameRecord(
      game: game, options: options, first: properties["PB"] ?? "?", second: properties["PW"] ?? "?",
      moves: names,
      outcome: Outcome(
        winner: winner, margin: Double(rest),
        reason: Double(rest).map { "by \(Text.figure($0)) points" } ?? cause.rawValue),
      cause: cause)
  }
}
