public import ArenaCore
public import Match
public import Training

/// Rates a player among fixed opponents: the same ladder for every checkpoint of a run.
///
/// The anchors play each other once; then each evaluated player plays every anchor, and the
/// likelihood of all games together gives its Elo above the first anchor. Openings are random and
/// played from both seats.
public final class RatingLadder<Game: BoardGame> {
  private let table: Table<Game>
  private let anchors: [Tournament<Game>.Entrant]
  private let gamesPerAnchor: Int
  private let openingPlies: Int
  private let threads: Int
  /// The games of the anchors among themselves; nil before they were played.
  private var anchorRecords: [GameRecord]?

  /// - Parameters:
  ///   - anchors: weakest first; the first one is 0 Elo.
  ///   - optionsText: the game's options, for records of its games.
  ///   - gamesPerAnchor: games of an evaluated player against each anchor.
  public init(
    _ start: Game, anchors: [Tournament<Game>.Entrant], optionsText: String = "",
    gamesPerAnchor: Int = 12,
    openingPlies: Int = 4, threads: Int
  ) {
    table = Table(start, optionsText: optionsText)
    self.anchors = anchors
    self.gamesPerAnchor = gamesPerAnchor
    self.openingPlies = openingPlies
    self.threads = threads
  }

  /// The rating of the player that `makePlayer` makes, one for each thread.
  ///
  /// - Throws: when `watch` asks for it.
  public func evaluate(
    _ makePlayer: () -> any Player<Game>, _ watch: EvaluationWatch = EvaluationWatch()
  ) throws(Interruption) -> EvaluationResult {
    let candidate = "candidate"
    if anchorRecords == nil { anchorRecords = try playAnchors(watch) }
    let records = try play(makePlayer, named: candidate, watch)
    let standings = Standings(
      names: anchors.map(\.name) + [candidate], records: (anchorRecords ?? []) + records)
    let rating = standings.ratings().difference(of: anchors.count, above: 0)
    let score = standings.score(of: anchors.count)
    var evaluation = EvaluationResult(
      summary: "rating \(Text.fixed(rating.elo, decimals: 0))"
        + " ± \(Text.fixed(rating.margin, decimals: 0))",
      score: rating.elo, margin: rating.margin,
      metrics: [
        Metric("rating", rating.elo), Metric("rating_margin", rating.margin),
        Metric("score", score.mean),
      ])
    // A game with each anchor, at either seat in turn.
    evaluation.games = anchors.indices.map { records[$0 % 2 * anchors.count + $0] }
    return evaluation
  }

  private func playAnchors(_ watch: EvaluationWatch) throws(Interruption) -> [GameRecord] {
    let tournament = Tournament(
      anchors, at: table, gamesPerPair: 2 * gamesPerAnchor, openingPlies: openingPlies, seed: 7)
    let counter = watch.counter("game of its opponents", of: tournament.gameCount)
    let records = tournament.play(concurrency: threads, shouldStop: { !counter.begin() })
    guard records.count == tournament.gameCount else { throw Interruption() }
    return records
  }

  private func play(
    _ makePlayer: () -> any Player<Game>, named candidate: String, _ watch: EvaluationWatch
  ) throws(Interruption) -> [GameRecord] {
    let schedule = Gauntlet(players: anchors.count + 1, gamesPerPair: gamesPerAnchor)
    let openings = Openings.random(plies: openingPlies, of: table.start, seed: 11)
    let (table, anchors) = (table, anchors)
    let lanes = min(threads, schedule.gameCount)
    // Each lane's players belong to one thread at a time.
    nonisolated(unsafe) let players = (0..<lanes).map { _ in makePlayer() }
    let names = [candidate] + anchors.map(\.name)
    let counter = watch.counter("game", of: schedule.gameCount)
    let records = schedule.play(lanes: lanes, threads: threads) { pairing, place, lane in
      guard counter.begin() else { return nil }
      let seats = [pairing.first, pairing.second]
      return table.play(
        seats.map { $0 == 0 ? players[lane] : anchors[$0 - 1].makePlayer(UInt64(place)) },
        names: seats.map { names[$0] }, opening: openings[pairing.opening], seed: UInt64(place))
    }
    let played = records.compactMap(\.self)
    guard played.count == records.count else { throw Interruption() }
    return played
  }
}
