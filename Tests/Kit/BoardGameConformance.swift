public import ArenaCore

/// Plays random games and checks every promise that `BoardGame` makes, also against a slow model of
/// the rules where there is one.
///
/// Every check throws a `Failure` that names the position, as the moves that led to it.
public struct BoardGameConformance<Game: BoardGame> {
  let start: Game
  let reference: (any ReferenceRules)?
  let seed: UInt64

  public init(_ start: Game, reference: (any ReferenceRules)? = nil, seed: UInt64 = 1) {
    self.start = start
    self.reference = reference
    self.seed = seed
  }

  /// Runs every check over so many random games.
  @inline(never)
  public func check(games: Int) throws {
    try checkNotation()
    try checkReset()
    try (start as? any Symmetric)?.symmetries.requirePermutations(
      actions: start.actionCount, cells: start.observationShape.cells)
    for game in 0..<games {
      var random = RandomSource(seed: seed, streams: UInt32(game))
      try checkGame(using: &random)
    }
    try checkSeeds()
    try checkRandomActions(draws: 100)
    try checkRollOut(games: 300)
  }

  /// Every action's notation names it again in either case, and junk names none.
  public func checkNotation() throws {
    var names: Set<String> = []
    for action in 0..<start.actionCount {
      let name = start.notation(of: action)
      if name.isEmpty { continue }
      try require(names.insert(name).inserted, "two actions are written \(name)")
      for spelling in [name, name.uppercased(), name.lowercased()] {
        try requireEqual(start.action(from: spelling), action, "the action written \(spelling)")
      }
      for spelling in Self.misspellings(of: name) {
        try requireEqual(start.action(from: spelling), nil, "the action written '\(spelling)'")
      }
    }
    let junk = [
      "", " ", "a", "0", "-1", "a0", "a-1", "z99", "a1 ", " a1", "a01", "+1", "a+1", "pas", "é1",
      "1a",
      "a1a1a1", "99999999999999999999", "a99999999999999999999", "\0", "ｄ4",
    ]
    for text in junk where !names.contains(text) {
      try requireEqual(start.action(from: text), nil, "the action written '\(text)'")
    }
  }

  /// The name with accents that a reader of characters would pass over, and in other alphabets.
  private static func misspellings(of name: String) -> [String] {
    let scalars = Array(name.unicodeScalars)
    var texts = scalars.indices.map { index in
      let (head, tail) = (scalars[...index], scalars[(index + 1)...])
      return String(String.UnicodeScalarView(head + ["\u{301}"] + tail))
    }
    for zero: UInt32 in [0x660, 0xff10] {  // Arabic digits, then wide ones
      let text = scalars.map { scalar in
        ("0"..."9").contains(scalar) ? Unicode.Scalar(scalar.value - 48 + zero) ?? scalar : scalar
      }
      if text != scalars { texts.append(String(String.UnicodeScalarView(text))) }
    }
    // A long s and the sign for kelvin are s and k to who ignores case.
    texts.append(name.replacing("s", with: "\u{17f}").replacing("k", with: "\u{212a}"))
    return texts.filter { $0.utf8.count != name.utf8.count }
  }

  /// A reset in the middle of a game gives back the start.
  public func checkReset() throws {
    var random = RandomSource(seed: seed)
    var game = start
    for _ in 0..<5 where game.turn != nil { _ = game.playRandomAction(using: &random) }
    game.reset(using: &random)
    try requireEqual(Fingerprint(game), Fingerprint(start), "after a reset")
  }

  /// The same seed gives the same game.
  public func checkSeeds() throws {
    func moves() -> [Int] {
      var random = RandomSource(seed: seed)
      var game = start
      var moves: [Int] = []
      while game.turn != nil { moves.append(game.playRandomAction(using: &random)) }
      return moves
    }
    try requireEqual(moves(), moves(), "two games of one seed")
  }

  @inline(never)
  private func checkGame(using random: inout RandomSource) throws {
    var game = start
    var model = reference
    var mirrors = Mirror.all(of: start)
    var line: [String] = []
    while let seat = game.turn {
      let here = "after \(line.joined(separator: " "))"
      try require(line.count < game.maxGameLength, "longer than the maxGameLength \(here)")
      try checkPosition(game, here)
      try checkCopies(game, here, using: &random)
      if line.count % 4 == 0 { try checkThreats(game, here) }
      for mirror in mirrors { try mirror.check(against: game, here) }
      if let model {
        try requireEqual(model.mover, seat, "the turn \(here)")
        let legal = Set(game.legalActions.map(game.notation))
        try requireEqual(
          legal.symmetricDifference(model.legalMoves()).sorted(), [], "moves in dispute \(here)")
      }
      // Half of the moves as rollouts choose them, half from all legal ones.
      let legal = game.legalActions
      var action = legal[random.below(legal.count)]
      var copy = game
      if random.below(2) == 0 {
        action = copy.playRandomAction(using: &random)
        try require(game.isLegal(action), "a random action that is not legal \(here)")
      } else {
        copy.play(action)
      }
      let step = game.step(action, using: &random)
      try requireEqual(Fingerprint(game), Fingerprint(copy), "stepping and playing \(here)")
      try requireEqual(step.terminated, game.turn == nil, "the end \(here)")
      try require(!step.truncated, "truncated \(here)")
      try requireEqual(step.reward, game.outcome?.value(for: seat) ?? 0, "the reward \(here)")
      let name = game.notation(of: action)
      line.append(name)
      model?.play(name)
      for index in mirrors.indices { mirrors[index].play(action) }
    }
    let here = "after \(line.joined(separator: " "))"
    try checkPosition(game, here)
    for mirror in mirrors { try mirror.check(against: game, here) }
    if let model {
      try requireEqual(model.mover, nil, "the turn \(here)")
      try requireEqual(game.outcome?.winner, model.winner, "the winner \(here)")
      if let margin = model.margin {
        try requireEqual(game.outcome?.margin, margin, "the margin \(here)")
      }
    }
  }

  private func checkPosition(_ game: Game, _ here: String) throws {
    try requireEqual(game.turn == nil, game.outcome != nil, "no turn and an outcome \(here)")
    let legal = game.legalActions
    try requireEqual(legal.isEmpty, game.turn == nil, "no legal action \(here)")
    try require(zip(legal, legal.dropFirst()).allSatisfy(<), "legal actions out of order \(here)")
    let mask = (-2..<game.actionCount + 2).filter(game.isLegal)
    try requireEqual(mask, legal, "the actions that are legal one by one \(here)")
    if let outcome = game.outcome {
      let sum = outcome.value(for: .first) + outcome.value(for: .second)
      try requireEqual(sum, 0, "the sum of both results \(here)")
      try requireEqual(outcome.winner == nil, outcome.value(for: .first) == 0, "a draw \(here)")
      try require(outcome.margin ?? 0 >= 0, "a negative margin \(here)")
      try require(!outcome.reason.isEmpty, "no reason \(here)")
    }
    try checkViews(game, here)
    for seat in Seat.allCases {
      // A value that is not overwritten shows.
      var features = [Float](repeating: .nan, count: game.observationShape.count)
      var span = features.mutableSpan
      game.observe(as: seat, into: &span)
      try require(features.allSatisfy { $0 >= -1 && $0 <= 1 }, "observation off range \(here)")
    }
    if let game = game as? any Heuristic, game.turn != nil {
      let estimates = Seat.allCases.map { game.estimate(for: $0) }
      try require(estimates.allSatisfy { abs($0) <= 1 }, "an estimate of \(estimates) \(here)")
      try require(abs(estimates[0] + estimates[1]) < 1e-9, "estimates do not cancel \(here)")
    }
    if let game = game as? any Scored { try checkScore(game, here) }
    try require(!game.diagram.isEmpty && game.diagram.last != "\n", "the diagram \(here)")
  }

  /// The first two planes of every board game are the seat's own pieces and its opponent's, so what
  /// is own to one seat is the opponent's to the other.
  private func checkViews(_ game: Game, _ here: String) throws {
    let cells = game.observationShape.cells
    let views = Seat.allCases.map { Array(game.observation(as: $0)[..<(2 * cells)]) }
    try requireEqual(
      views[0][..<cells], views[1][cells...].prefix(cells), "the first seat's pieces \(here)")
    try requireEqual(
      views[1][..<cells], views[0][cells...].prefix(cells), "the second seat's pieces \(here)")
  }

  private func checkScore(_ game: some Scored, _ here: String) throws {
    try requireEqual(
      game.margin(for: .first), -game.margin(for: .second), "margins that cancel \(here)")
    if let outcome = game.outcome {
      try requireEqual(
        abs(game.margin(for: .first)), outcome.margin, "the margin of the end \(here)")
    }
    guard case .planes(_, let rows, let columns) = game.observationShape else { return }
    var owners = Seat.allCases.map { _ in [Float](repeating: .nan, count: rows * columns) }
    for seat in Seat.allCases {
      var span = owners[seat.rawValue].mutableSpan
      game.ownership(for: seat, into: &span)
    }
    try require(
      zip(owners[0], owners[1]).allSatisfy { $0 == -$1 && abs($0) <= 1 }, "owners \(here)")
  }

  /// Playing in a copy leaves the original alone.
  private func checkCopies(
    _ game: Game, _ here: String, using random: inout RandomSource
  ) throws {
    let before = Fingerprint(game)
    var copy = game
    _ = copy.playRandomAction(using: &random)
    _ = copy.playOut(using: &random)
    try requireEqual(Fingerprint(game), before, "after playing in a copy \(here)")
  }
}

/// A game under one of its symmetries, played along with the original.
private struct Mirror<Game: BoardGame> {
  private var game: Game
  private let symmetry: Symmetry

  /// One for every symmetry of the game; none if it has none.
  static func all(of game: Game) -> [Mirror] {
    guard let symmetric = game as? any Symmetric else { return [] }
    return symmetric.symmetries.map { Mirror(game: game, symmetry: $0) }
  }

  mutating func play(_ action: Int) { game.play(symmetry.actions[action]) }

  func check(against original: Game, _ here: String) throws {
    try requireEqual(
      game.legalActions, original.legalActions.map { symmetry.actions[$0] }.sorted(),
      "legal actions under a symmetry \(here)")
    try requireEqual(game.outcome, original.outcome, "the outcome under a symmetry \(here)")
    for seat in Seat.allCases {
      let source = original.observation(as: seat)
      var image = source
      var span = image.mutableSpan
      symmetry.apply(toPlanes: source.span, into: &span)
      try requireEqual(
        game.observation(as: seat), image, "the observation under a symmetry \(here)")
    }
  }
}

/// Everything about a position that can be seen from outside.
struct Fingerprint: Hashable {
  private let turn: Seat?
  private let outcome: Outcome?
  private let legal: [Int]
  private let observations: [[Float]]
  private let diagram: String
  private let key: UInt64?

  init<Game: BoardGame>(_ game: Game, withKey: Bool = true) {
    turn = game.turn
    outcome = game.outcome
    legal = game.legalActions
    observations = Seat.allCases.map { game.observation(as: $0) }
    diagram = game.diagram
    key = withKey ? (game as? any Keyed)?.key : nil
  }
}

extension ObservationShape {
  /// The cells of one plane.
  var cells: Int {
    switch self {
    case .vector(let count): count
    case .planes(_, let rows, let columns): rows * columns
    }
  }
}
