/// A board game whose position has a hash, for transpositions and evaluation caches.
public protocol Keyed: BoardGame {
  /// A 64-bit key of everything that the rules and the observation read. Equal positions have equal
  /// keys; different ones collide with probability about 2^-64.
  var key: UInt64 { get }
}

/// A board game with an estimate of how good a position is, for greedy and alpha-beta players.
public protocol Heuristic: BoardGame {
  /// The estimate from `seat`'s view, within -1 ... 1; meaningful while the game runs.
  func estimate(for seat: Seat) -> Double
}

/// A board game that ends in points on a board, for ownership and score heads.
public protocol Scored: BoardGame {
  /// Writes who owns each cell of the board as it stands, `[rows * columns]`: 1 for `seat`, -1 for
  /// its opponent, 0 for neither.
  func ownership(for seat: Seat, into cells: inout MutableSpan<Float>)

  /// The margin in points as the board stands, komi included, from `seat`'s view.
  func margin(for seat: Seat) -> Double
}

/// A board game that looks the same after some rearrangements of the board.
public protocol Symmetric: BoardGame {
  /// Every symmetry of this configuration, the identity first. Computed once and kept by callers.
  var symmetries: [Symmetry] { get }
}

/// One rearrangement of a board game under which its rules do not change.
///
/// Observing after the rearranged actions equals rearranging the observation:
/// `image[plane, cells[cell]] == original[plane, cell]` for every plane.
public struct Symmetry: Sendable, Hashable {
  /// `[actionCount]`: the image of each action.
  public var actions: [Int]
  /// `[rows * columns]`: the image of each cell of an observation plane.
  public var cells: [Int]

  public init(actions: [Int], cells: [Int]) {
    self.actions = actions
    self.cells = cells
  }

  /// Rearranges one observation, `[channels, rows, columns]`.
  public func apply(toPlanes source: Span<Float>, into image: inout MutableSpan<Float>) {
    var base = 0
    while base < source.count {
      for cell in cells.indices { image[base + cells[cell]] = source[base + cell] }
      base += cells.count
    }
  }
}

/// A position of Go, as a program with a board of its own wants it told.
///
/// Actions are the points, `row * columns + column` with row 0 the bottom one, and last the pass;
/// their notation is that of the Go Text Protocol.
public protocol GoPosition: BoardGame {
  var columns: Int { get }
  var rows: Int { get }
  /// Points for the second seat, white.
  var komi: Double { get }
  /// `[rows * columns]`: whose stone is on each point.
  var stones: [Seat?] { get }
  /// The action that led here; nil at the start.
  var lastAction: Int? { get }
}
