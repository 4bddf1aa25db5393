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
