public import ArenaCore
import Foundation
import NeuralCore
public import Storage
public import Training

/// The positions that a run's replay window holds, as arrays for other programs.
///
/// | array | shape | what it is |
/// |---|---|---|
/// | `observations` | [positions, planes, rows, columns] or [positions, features] | as the seat to move sees them |
/// | `policies` | [positions, actions] | what the search made of the policy |
/// | `legal` | [positions, actions] | whether the rules allow an action |
/// | `values` | [positions] | what the search found, -1 ... 1 for the seat to move |
/// | `results` | [positions] | how the game ended for that seat: 1, 0 or -1 |
/// | `games`, `plies` | [positions] | which game, and how many moves before |
public struct RecordedPositions<Game: BoardGame> {
  /// Which games of a run.
  public enum Part: String, Sendable, CaseIterable {
    case training, validation
  }

  private let window: GameReplay<Game>
  private let start: Game
  private let count: Int

  /// Rows of a piece: a few megabytes.
  private static var rowsPerPiece: Int { 256 }

  /// The positions of a run that `AlphaZero` trained.
  ///
  /// - Parameter limit: the most positions, the latest; nil takes all.
  /// - Throws: one line about a run without a state, or of another agent.
  public init(_ run: RunFolder, from start: Game, _ part: Part, limit: Int?) throws {
    guard run.configuration.agent == "alphazero" else {
      throw RequestError.wrongRun(
        "\(run.path) was trained by \(run.configuration.agent), which keeps no games: "
          + "only alphazero does")
    }
    let archive = try run.readState()
    let prefix = part == .training ? "replay." : "validation."
    let games = try RecordedGame.restore(as: prefix, from: archive, start: start)
    var window = GameReplay(start: start, symmetries: [], options: ReplayOptions())
    window.replaceAll(with: games)
    guard window.count > 0 else {
      throw RunError.mismatch("\(run.path) holds no games for \(part.rawValue) yet")
    }
    self.window = window
    self.start = start
    count = min(limit ?? .max, window.count)
  }

  public var positionCount: Int { count }

  /// The arrays, made as they are written.
  public var columns: [ArrayFile.Column] {
    let shape: [Int] =
      switch start.observationShape {
      case .planes(let channels, let rows, let columns): [channels, rows, columns]
      case .vector(let features): [features]
      }
    let actions = start.actionCount
    return [
      floats("observations", shape: shape) { batch, rows, into in
        into += batch.observations.prefix(rows * start.observationShape.count)
      },
      floats("policies", shape: [actions]) { batch, rows, into in
        into += batch.policies.prefix(rows * actions)
      },
      column("legal", .bool, shape: [actions]) { rows in
        let batch = batch(of: rows)
        return Data(batch.legal.prefix(rows.count * actions).map { $0 ? 1 : 0 })
      },
      numbers("values") { window.facts(of: $0).value },
      numbers("results") { window.result(at: $0) },
      integers("games") { window.facts(of: $0).game },
      integers("plies") { window.facts(of: $0).ply },
    ]
  }

  /// The latest positions, of which the window holds the oldest first.
  private func positions(_ rows: Range<Int>) -> ArraySlice<GameReplay<Game>.Position> {
    let first = window.count - count
    return window.positions[first + rows.lowerBound..<first + rows.upperBound]
  }

  private func batch(of rows: Range<Int>) -> Batch {
    var batch = Batch(rows: rows.count, for: start, learnsPoints: false)
    for (row, position) in positions(rows).enumerated() {
      window.write(position, to: &batch, row: row)
    }
    return batch
  }

  // MARK: Columns

  private func column(
    _ name: String, _ element: ArrayFile.Element, shape: [Int],
    piece: @escaping (Range<Int>) -> Data
  ) -> ArrayFile.Column {
    let (size, count) = (Self.rowsPerPiece, count)
    return ArrayFile.Column(
      name, element, shape: [count] + shape, pieces: (count + size - 1) / size
    ) { index in piece(index * size..<min((index + 1) * size, count)) }
  }

  private func floats(
    _ name: String, shape: [Int],
    _ append: @escaping (_ batch: Batch, _ rows: Int, _ into: inout [Float]) -> Void
  ) -> ArrayFile.Column {
    column(name, .float32, shape: shape) { rows in
      var values: [Float] = []
      append(batch(of: rows), rows.count, &values)
      return values.withUnsafeBytes { Data($0) }
    }
  }

  private func numbers(
    _ name: String, _ value: @escaping (GameReplay<Game>.Position) -> Float
  ) -> ArrayFile.Column {
    column(name, .float32, shape: []) { rows in
      positions(rows).map(value).withUnsafeBytes { Data($0) }
    }
  }

  private func integers(
    _ name: String, _ value: @escaping (GameReplay<Game>.Position) -> Int
  ) -> ArrayFile.Column {
    column(name, .int32, shape: []) { rows in
      positions(rows).map { Int32(value($0)) }.withUnsafeBytes { Data($0) }
    }
  }
}
