import ArenaCore

/// Something that a program must know of a game whose rules it does not have, as a key and a text.
public struct GameFact: Sendable, Hashable {
  public let key: String
  public let text: String
}

extension Session {
  /// So many names of actions stand in one fact.
  private static var namesPerFact: Int { 50 }

  public var facts: [GameFact] {
    var facts = [
      GameFact(key: "options", text: optionsText.isEmpty ? "-" : optionsText),
      GameFact(key: "actions", text: "\(actionCount)"),
      GameFact(key: "longest", text: "\(game.maxGameLength)"),
    ]
    let guide = game.guide
    if !guide.notation.isEmpty { facts.append(GameFact(key: "notation", text: guide.notation)) }
    if let limits = guide.limits { facts.append(GameFact(key: "limits", text: limits)) }
    switch game.observationShape {
    case .vector(let count): facts.append(GameFact(key: "observation", text: "\(count)"))
    case .planes(let channels, let rows, let columns):
      facts.append(GameFact(key: "observation", text: "\(channels) \(rows) \(columns)"))
    }
    facts += guide.planes.enumerated().map { GameFact(key: "plane", text: "\($0) \($1)") }
    if let symmetric = game as? any Symmetric {
      facts.append(GameFact(key: "symmetries", text: "\(symmetric.symmetries.count)"))
    }
    for first in stride(from: 0, to: actionCount, by: Self.namesPerFact) {
      let names = (first..<min(actionCount, first + Self.namesPerFact)).map { action in
        let name = game.notation(of: action)
        return name.isEmpty ? "-" : name
      }
      facts.append(
        GameFact(key: "moves", text: "\(first) \(names.joined(separator: " "))"))
    }
    return facts
  }
}
