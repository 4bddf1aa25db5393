public import ArenaCore

/// Short openings, so that deterministic players do not play one game a hundred times.
public enum Openings {
  /// How many random openings in a row are refused until a book ends.
  public static let tries = 256

  /// Random openings of `plies` actions, none of which ends the game, all different as far as the
  /// game has so many: then they come again.
  ///
  /// The same seed, the same order. Openings become shorter only where the game cannot last `plies`
  /// actions.
  ///
  /// - Parameter isFair: whether to take an opening's position; after many refusals in a row, the
  ///   book ends.
  public static func random<Game: BoardGame>(
    plies: Int, of game: Game, seed: UInt64,
    isFair: (@Sendable (Game) -> Bool)? = nil
  ) -> OpeningBook {
    var random = RandomSource(seed: seed, streams: 0x6f70_656e)
    var seen: Set<[Int]> = []
    return OpeningBook {
      // Past so many draws the game is taken to have no further opening.
      for _ in 0..<(isFair == nil ? 64 : tries) {
        let (opening, position) = draw(plies, of: game, using: &random)
        guard seen.insert(opening).inserted else { continue }
        if isFair?(position) ?? true { return opening }
      }
      return nil
    }
  }

  private static func draw<Game: BoardGame>(
    _ plies: Int, of start: Game, using random: inout RandomSource
  ) -> ([Int], Game) {
    var best: ([Int], Game) = ([], start)
    for _ in 0..<64 {
      var game = start
      var opening: [Int] = []
      while opening.count < plies {
        var next = game
        let action = next.playRandomAction(using: &random)
        if next.turn == nil { break }
        opening.append(action)
        game = next
      }
      if opening.count == plies { return (opening, game) }
      if opening.count > best.0.count { best = (opening, game) }
    }
    return best
  }

  /// One opening for each position after `plies` actions that no symmetry of the board turns into
  /// another, in the order in which they are found from the first action on.
  ///
  /// - Throws: `OpeningError` where there are more than `limit`.
  public static func all<Game: Symmetric>(
    plies: Int, of game: Game, limit: Int = 100_000
  ) throws(OpeningError) -> [[Int]] {
    let symmetries = game.symmetries
    var layer: [(opening: [Int], game: Game)] = [([], game)]
    for _ in 0..<plies {
      var seen: Set<UInt64> = []
      var next: [(opening: [Int], game: Game)] = []
      for (opening, position) in layer {
        for action in position.legalActions {
          var child = position
          child.play(action)
          guard child.turn != nil, seen.insert(mark(of: child, symmetries)).inserted else {
            continue
          }
          next.append((opening + [action], child))
          guard next.count <= limit else { throw .tooMany(plies: plies, limit: limit) }
        }
      }
      guard !next.isEmpty else { throw .none(plies: plies) }
      layer = next
    }
    return layer.map(\.opening)
  }

  /// A number that positions share which a symmetry turns into each other, and hardly others: the
  /// least hash of the images of what is seen.
  private static func mark<Game: Symmetric>(
    of game: Game, _ symmetries: [Symmetry]
  ) -> UInt64 {
    let seen = game.observation(as: game.turn ?? .first)
    return symmetries.map { symmetry in
      var image = seen
      var span = image.mutableSpan
      symmetry.apply(toPlanes: seen.span, into: &span)
      return image.reduce(0xcbf2_9ce4_8422_2325) { hash, value in
        (hash ^ UInt64(value.bitPattern)) &* 0x9e37_79b9_7f4a_7c15 ^ hash >> 29
      }
    }.min() ?? 0
  }
}

/// Why there are no openings as asked for, in one line for the user.
public enum OpeningError: CallError, Hashable, CustomStringConvertible {
  case tooMany(plies: Int, limit: Int)
  case none(plies: Int)
  /// A line of a file, and what is wrong with it.
  case unreadable(source: String, line: Int, reason: String)
  case empty(source: String)
  /// So many random ones in a row had no value within these bounds.
  case unbalanced(low: Double, high: Double, plies: Int, tries: Int)

  public var description: String {
    switch self {
    case .tooMany(let plies, let limit):
      "more than \(limit) positions after \(plies) plies: fewer plies, or random openings"
    case .none(let plies): "no game lasts \(plies) plies and goes on"
    case .unreadable(let source, let line, let reason): "\(source), line \(line): \(reason)"
    case .empty(let source): "\(source) holds no opening"
    case .unbalanced(let low, let high, let plies, let tries):
      "none of \(tries) random openings of \(plies) plies has a value from \(Text.figure(low)) to "
        + "\(Text.figure(high)): give --balance wider bounds, or --openings more plies"
    }
  }

  /// A file is no part of the call.
  public var isWrongCall: Bool {
    switch self {
    case .tooMany, .none, .unbalanced: true
    case .unreadable, .empty: false
    }
  }
}
