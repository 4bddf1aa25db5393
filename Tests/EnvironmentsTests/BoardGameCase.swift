import ArenaCore
import Environments
import TestKit

/// One configuration of a board game to put through the shared checks.
///
/// The catalog's own tests put every game through the checks that need no model; a line here adds the
/// comparison with a slow model of its rules.
struct BoardGameCase: Sendable, CustomStringConvertible {
  let description: String
  let checkConformance: @Sendable () throws -> Void
  let checkKeys: @Sendable () throws -> Void
  let checkMoveCounts: @Sendable () throws -> Void

  /// - Parameters:
  ///   - games: how many random games to compare with the slow model.
  ///   - keyCoversHistory: whether positions that look alike may have different keys.
  ///   - depth: how deep to compare all lines of play with the slow model.
  init<Game: Keyed>(
    _ type: Game.Type, _ options: [String: String] = [:], games: Int = 20,
    keyCoversHistory: Bool = false, depth: Int = 1,
    against model: @escaping @Sendable () -> any ReferenceRules
  ) {
    let list = options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    description = ([Game.name] + list).joined(separator: " ")
    checkConformance = {
      try BoardGameConformance(Game(options), reference: model()).check(games: games)
    }
    checkKeys = {
      try BoardGameConformance(Game(options))
        .checkKeys(games: games, coversHistory: keyCoversHistory)
    }
    checkMoveCounts = {
      let conformance = try BoardGameConformance(Game(options), reference: model())
      try conformance.checkAllLines(depth: depth)
    }
  }

  /// Every game as it comes, with no option set.
  static let standard: [BoardGameCase] = [
    .init(MNK.self, games: 50) { RowModel(grid: Grid(width: 3, height: 3), length: 3) },
    .init(ConnectFour.self) { RowModel(grid: Grid(width: 7, height: 6), length: 4, drops: true) },
    .init(Gomoku.self, games: 3) { RowModel(grid: Grid(width: 15, height: 15), length: 5) },
    .init(GoLite.self, games: 4, keyCoversHistory: true) { GoModel(width: 9, height: 9) },
    .init(Go.self, games: 1, keyCoversHistory: true) { GoModel(width: 19, height: 19) },
    .init(Othello.self, games: 10) { OthelloModel(size: 8) },
    .init(Hex.self, games: 5) { HexModel(size: 11) },
    .init(Breakthrough.self, games: 10) { BreakthroughModel(width: 8, height: 8) },
  ]

  /// Other sizes and rules.
  static let variants: [BoardGameCase] = rowVariants + goVariants + otherVariants

  private static let rowVariants: [BoardGameCase] = [
    .init(MNK.self, ["columns": "5", "rows": "4", "length": "4"]) {
      RowModel(grid: Grid(width: 5, height: 4), length: 4)
    },
    .init(MNK.self, ["size": "10", "length": "5"], games: 5) {
      RowModel(grid: Grid(width: 10, height: 10), length: 5)
    },
    .init(MNK.self, ["columns": "20", "rows": "6", "length": "7"], games: 3) {
      RowModel(grid: Grid(width: 20, height: 6), length: 7)
    },
    .init(MNK.self, ["columns": "1", "rows": "20", "length": "2"]) {
      RowModel(grid: Grid(width: 1, height: 20), length: 2)
    },
    .init(ConnectFour.self, ["columns": "4", "rows": "5"]) {
      RowModel(grid: Grid(width: 4, height: 5), length: 4, drops: true)
    },
    .init(ConnectFour.self, ["columns": "9", "rows": "7"], games: 5) {
      RowModel(grid: Grid(width: 9, height: 7), length: 4, drops: true)
    },
    .init(ConnectFour.self, ["columns": "3", "rows": "20"], games: 5) {
      RowModel(grid: Grid(width: 3, height: 20), length: 4, drops: true)
    },
    .init(Gomoku.self, ["size": "6", "length": "4"]) {
      RowModel(grid: Grid(width: 6, height: 6), length: 4)
    },
    .init(Gomoku.self, ["size": "5"]) { RowModel(grid: Grid(width: 5, height: 5), length: 5) },
    .init(Gomoku.self, ["size": "20", "rule": "standard", "length": "4"], games: 2) {
      RowModel(grid: Grid(width: 20, height: 20), length: 4, exactly: true)
    },
    .init(Gomoku.self, ["size": "7", "rule": "standard", "threats": "true"], games: 5) {
      RowModel(grid: Grid(width: 7, height: 7), length: 5, exactly: true)
    },
    .init(Gomoku.self, ["size": "9", "rule": "renju", "threats": "true"], games: 5) {
      RenjuModel(grid: Grid(width: 9, height: 9))
    },
    .init(Gomoku.self, ["size": "5", "opening": "swap2", "length": "4"], games: 200) {
      Swap2Model(rows: RowModel(grid: Grid(width: 5, height: 5), length: 4))
    },
  ]

  private static let goVariants: [BoardGameCase] = [
    .init(Go.self, ["size": "5"], games: 10, keyCoversHistory: true) {
      GoModel(width: 5, height: 5)
    },
    .init(GoLite.self, ["size": "2", "komi": "0"], games: 50, keyCoversHistory: true) {
      GoModel(width: 2, height: 2, komi: 0)
    },
    .init(GoLite.self, ["columns": "4", "rows": "1", "suicide": "true"], keyCoversHistory: true) {
      GoModel(width: 4, height: 1, suicide: true)
    },
    .init(
      GoLite.self, ["columns": "3", "rows": "4", "superko": "situational", "suicide": "true"],
      keyCoversHistory: true
    ) { GoModel(width: 3, height: 4, superko: .situational, suicide: true) },
    .init(
      GoLite.self, ["size": "3", "superko": "simple", "suicide": "true"], keyCoversHistory: true
    ) { GoModel(width: 3, height: 3, superko: .simple, suicide: true) },
    .init(
      GoLite.self, ["size": "4", "superko": "simple", "max-moves": "60", "komi": "-2.5"],
      keyCoversHistory: true
    ) { GoModel(width: 4, height: 4, komi: -2.5, superko: .simple, maxMoves: 60) },
    .init(
      GoLite.self, ["columns": "5", "rows": "3", "superko": "situational"], keyCoversHistory: true
    ) { GoModel(width: 5, height: 3, superko: .situational) },
  ]

  private static let otherVariants: [BoardGameCase] = [
    .init(Othello.self, ["size": "4"], games: 30) { OthelloModel(size: 4) },
    .init(Othello.self, ["size": "6"]) { OthelloModel(size: 6) },
    .init(Hex.self, ["size": "2", "swap": "true"]) { HexModel(size: 2, swap: true) },
    .init(Hex.self, ["size": "5", "swap": "true"]) { HexModel(size: 5, swap: true) },
    .init(Hex.self, ["size": "19"], games: 1) { HexModel(size: 19) },
    .init(Breakthrough.self, ["columns": "4", "rows": "5"]) {
      BreakthroughModel(width: 4, height: 5)
    },
    .init(Breakthrough.self, ["columns": "2", "rows": "4"]) {
      BreakthroughModel(width: 2, height: 4)
    },
    .init(Breakthrough.self, ["columns": "11", "rows": "10"], games: 3) {
      BreakthroughModel(width: 11, height: 10)
    },
  ]

  /// Boards small enough to compare every line of play.
  static let small: [BoardGameCase] = [
    .init(MNK.self, depth: 9) { RowModel(grid: Grid(width: 3, height: 3), length: 3) },
    .init(MNK.self, ["columns": "3", "rows": "2", "length": "2"], depth: 6) {
      RowModel(grid: Grid(width: 3, height: 2), length: 2)
    },
    .init(ConnectFour.self, ["size": "4"], depth: 7) {
      RowModel(grid: Grid(width: 4, height: 4), length: 4, drops: true)
    },
    .init(Gomoku.self, ["size": "5", "length": "4", "opening": "swap2"], depth: 3) {
      Swap2Model(rows: RowModel(grid: Grid(width: 5, height: 5), length: 4))
    },
    .init(GoLite.self, ["columns": "2", "rows": "1"], depth: 20) { GoModel(width: 2, height: 1) },
    .init(GoLite.self, ["columns": "3", "rows": "1"], depth: 9) { GoModel(width: 3, height: 1) },
    .init(GoLite.self, ["columns": "1", "rows": "4", "suicide": "true"], depth: 6) {
      GoModel(width: 1, height: 4, suicide: true)
    },
    .init(GoLite.self, ["size": "2"], depth: 6) { GoModel(width: 2, height: 2) },
    .init(
      GoLite.self, ["size": "2", "superko": "situational", "suicide": "true"], depth: 6
    ) { GoModel(width: 2, height: 2, superko: .situational, suicide: true) },
    .init(GoLite.self, ["size": "2", "superko": "simple"], depth: 6) {
      GoModel(width: 2, height: 2, superko: .simple)
    },
    .init(Othello.self, ["size": "4"], depth: 7) { OthelloModel(size: 4) },
    .init(Hex.self, ["size": "3", "swap": "true"], depth: 5) { HexModel(size: 3, swap: true) },
    .init(Breakthrough.self, ["columns": "3", "rows": "4"], depth: 5) {
      BreakthroughModel(width: 3, height: 4)
    },
  ]
}
