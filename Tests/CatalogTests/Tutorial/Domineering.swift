import ArenaCore
import Environments

/// Domineering on a square board: the game that the tutorial adds.
///
/// - Rules: in turn the seats put a domino on two empty cells, the first seat an upright one, the
///   second a lying one. Who cannot loses.
/// - Actions: `cell` for an upright domino from that cell up, `cells + cell` for a lying one to the
///   right; `cell = row * size + column`, row 0 at the bottom. Written as the cell and v or h: "a1v".
/// - Observation: `[3, size, size]`: dominoes of the seat | of its opponent | 1 for the first seat.
/// - Rewards: 1 for the last move, else 0.
/// - End: the seat to move has no move; there are no draws.
/// - Source: Göran Andersson; Berlekamp, Conway and Guy 1982, Winning Ways.
struct Domineering: Heuristic, Keyed, Symmetric {
  static let name = "domineering"

  struct Settings: OptionGroup {
    var size = 5
    static let fields: [OptionField<Self>] = [
      OptionField("size", \.size, 2...8, "columns and rows of the board")
    ]
  }

  let size: Int
  private var toMove = Seat.first
  private(set) var outcome: Outcome?
  // A bit a cell, by seat.
  private var dominoes: [2 of UInt64] = [0, 0]

  init(_ settings: Settings) throws(OptionError) { size = settings.size }

  mutating func reset(using random: inout RandomSource) {
    (toMove, outcome, dominoes) = (.first, nil, [0, 0])
  }

  private var cells: Int { size * size }
  var turn: Seat? { outcome == nil ? toMove : nil }
  var actionCount: Int { 2 * cells }
  var maxGameLength: Int { cells / 2 }

  /// The cells of a domino; nil where it would leave the board.
  private func domino(_ action: Int) -> UInt64? {
    let cell = action % cells
    if action < cells { return cell / size + 1 < size ? (1 | 1 << size) << cell : nil }
    return cell % size + 1 < size ? 3 << cell : nil
  }

  private func fits(_ action: Int, for seat: Seat) -> Bool {
    guard action >= 0, action < actionCount, (action < cells) == (seat == .first),
      let domino = domino(action)
    else { return false }
    return domino & (dominoes[0] | dominoes[1]) == 0
  }

  /// How many dominoes a seat could put down now.
  private func mobility(_ seat: Seat) -> Int {
    (0..<actionCount).count { fits($0, for: seat) }
  }

  func isLegal(_ action: Int) -> Bool { turn.map { fits(action, for: $0) } ?? false }

  mutating func play(_ action: Int) {
    precondition(isLegal(action), "domino \(action) is not legal")
    dominoes[toMove.rawValue] |= domino(action) ?? 0
    toMove = toMove.opponent
    if mobility(toMove) == 0 {
      outcome = Outcome(winner: toMove.opponent, reason: "no room for a domino")
    }
  }

  func estimate(for seat: Seat) -> Double {
    Double(mobility(seat) - mobility(seat.opponent)) / Double(2 * cells)
  }

  var key: UInt64 {
    (dominoes[0] &* 0x9E37_79B9_7F4A_7C15) ^ (dominoes[1] &* 0xC2B2_AE3D_27D4_EB4F)
      ^ UInt64(toMove.rawValue)
  }

  var observationShape: ObservationShape { .planes(channels: 3, rows: size, columns: size) }

  func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    for cell in 0..<cells {
      features[cell] = Float(dominoes[seat.rawValue] >> cell & 1)
      features[cells + cell] = Float(dominoes[seat.opponent.rawValue] >> cell & 1)
      features[2 * cells + cell] = seat == .first ? 1 : 0
    }
  }

  /// The board may be mirrored, but not turned: upright dominoes are the first seat's.
  var symmetries: [Symmetry] {
    [(false, false), (true, false), (false, true), (true, true)].map { flipsRows, flipsColumns in
      func mirrored(_ cell: Int) -> Int {
        let (row, column) = (cell / size, cell % size)
        return (flipsRows ? size - 1 - row : row) * size
          + (flipsColumns ? size - 1 - column : column)
      }
      /// A domino is named by its lower left cell, whatever end that was. What would leave the board
      /// wraps around, to a place of its own.
      func image(of action: Int) -> Int {
        let (kind, cell) = (action / cells, mirrored(action % cells))
        let (row, column) = (cell / size, cell % size)
        if kind == 0 { return (flipsRows ? (row + size - 1) % size : row) * size + column }
        return cells + row * size + (flipsColumns ? (column + size - 1) % size : column)
      }
      return Symmetry(
        actions: (0..<actionCount).map(image(of:)), cells: (0..<cells).map(mirrored))
    }
  }

  func notation(of action: Int) -> String {
    guard domino(action) != nil else { return "" }
    let cell = action % cells
    let letter = String(UnicodeScalar(UInt8(97 + cell % size)))
    return letter + String(cell / size + 1) + (action < cells ? "v" : "h")
  }

  func action(from notation: String) -> Int? {
    (0..<actionCount).first { domino($0) != nil && self.notation(of: $0) == notation.lowercased() }
  }

  var diagram: String {
    let rows = (0..<size).reversed().map { row in
      "\(row + 1) "
        + (0..<size).map { column in
          let bit: UInt64 = 1 << (row * size + column)
          return dominoes[0] & bit != 0 ? "x" : dominoes[1] & bit != 0 ? "o" : "."
        }.joined(separator: " ")
    }
    let letters = (0..<size).map { String(UnicodeScalar(UInt8(97 + $0))) }
    return (rows + ["  " + letters.joined(separator: " ")]).joined(separator: "\n")
  }
}
