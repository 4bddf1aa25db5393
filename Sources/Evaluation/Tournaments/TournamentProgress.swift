import ArenaCore
import Match
import Synchronization

/// How far a tournament is: counted along, for counting all games after each would cost the square
/// of their number.
public final class TournamentProgress: Sendable {
  private struct State {
    var played = 0
    var new = 0
    /// By the numbers of the first and the second player.
    var results: [Int: PairResult] = [:]
  }

  /// More players than this are not rated while games go on.
  private static let ratedLimit = 150

  private let names: [String]
  private let total: Int
  private let bound: Double?
  private let anchor: Int?
  private let begin = ContinuousClock.now
  private let state = Mutex(State())

  init(names: [String], schedule: any Schedule, bound: Double?, anchor: Int?) {
    self.names = names
    total = schedule.gameCount
    self.bound = bound
    self.anchor = anchor
  }

  func add(_ result: GameResult, isNew: Bool) {
    let count = names.count
    state.withLock { state in
      state.played += 1
      if isNew { state.new += 1 }
      guard result.first != result.second else { return }
      let key = result.first * count + result.second
      state.results[key, default: PairResult(first: result.first, second: result.second)]
        .add(result.winner)
    }
  }

  /// Games finished so far, those of earlier sessions included.
  public var played: Int { state.withLock { $0.played } }
  /// Games finished in this session.
  public var newGames: Int { state.withLock { $0.new } }

  /// Games, how fast they come and how long the rest will take, then the standings with their
  /// intervals: one line.
  public var line: String {
    let (played, new, results) = state.withLock { ($0.played, $0.new, $0.results) }
    let seconds = begin.duration(to: .now).inSeconds
    let rate = seconds > 0 ? Double(new) / seconds : 0
    var line = "\(Text.grouped(played))"
    var left = Double(total - played)
    guard results.count > 0, names.count <= Self.ratedLimit else {
      return line + " of \(Text.grouped(total)) games" + speed(rate, left)
    }
    let inOrder = results.sorted { $0.key < $1.key }.map(\.value)
    let ratings = Ratings(of: names.count, from: inOrder)
    let estimates = names.indices.map { player in
      anchor.map { ratings.difference(of: player, above: $0) } ?? ratings.estimate(of: player)
    }
    if let bound {
      let widest = estimates.map(\.margin).max() ?? 0
      line +=
        " games, intervals up to +-\(Text.fixed(widest, decimals: 0)) of \(Text.figure(bound))"
      // Variance falls as games rise.
      left = min(left, Double(played) * max(0, widest * widest / (bound * bound) - 1))
    } else {
      line += " of \(Text.grouped(total)) games"
    }
    line += speed(rate, left)
    let order = names.indices.sorted { (estimates[$1].elo, $0) < (estimates[$0].elo, $1) }
    for (place, player) in order.prefix(4).enumerated() {
      let elo = Text.signed(estimates[player].elo, decimals: 0)
      line += "  \(place + 1). \(names[player].prefix(24)) \(elo)"
      line += "+-\(Text.fixed(estimates[player].margin, decimals: 0))"
    }
    return line
  }

  private func speed(_ rate: Double, _ left: Double) -> String {
    guard rate > 0 else { return "" }
    return "  \(Text.figure(rate)) games/s  left \(Text.clock(left / rate))"
  }
}
