import ArenaCore

/// Games of a file in the Smart Game Format or in lines of JSON, as records of the catalog's games.
public enum GameFile {
  /// One game as its file has it, before its moves are judged.
  public struct Entry: Sendable, Hashable {
    /// What the file says of the game; its moves are in notation once `record(in:)` has read them.
    public var record: GameRecord
    /// The points of an SGF file, column and row from the top left; nil is a pass.
    public let points: [SIMD2<Int>?]?
    /// Where the game begins in the file, for messages.
    public let line: Int

    /// Options of the board by name.
    public var options: [String: String] { Options.values(of: record.options) }

    /// The record with its moves in the notation of a session of its board.
    ///
    /// - Throws: `GameFileError` for a board of another size, a point off the board.
    public func record(in start: any GameSession) throws(GameFileError) -> GameRecord {
      guard let points else { return record }
      var record = record
      guard let columns = Int(options["columns"] ?? options["size"] ?? ""),
        let rows = Int(options["rows"] ?? options["size"] ?? "")
      else { throw GameFileError(line: line, "the game has no size (SZ)") }
      // Points have letters for 52 lines; beside them a game has at most a pass.
      guard (1...52).contains(columns), (1...52).contains(rows),
        (0...1).contains(start.actionCount - columns * rows)
      else { throw GameFileError(line: line, "it is a game on another board") }
      for (index, point) in points.enumerated() {
        // Old files write a pass as the point behind the last.
        let isPass = point.map { $0.x >= columns && $0.y >= rows } ?? true
        let action = isPass ? columns * rows : point.map { (rows - 1 - $0.y) * columns + $0.x } ?? 0
        guard
          isPass || (0..<columns).contains(point?.x ?? -1) && (0..<rows).contains(point?.y ?? -1),
          action < start.actionCount
        else {
          throw GameFileError(line: line, "move \(index + 1) is no point of the board")
        }
        record.moves.append(start.notation(of: action))
      }
      return record
    }
  }

  /// The games of a text: SGF where it begins with a parenthesis, else a record of JSON a line.
  ///
  /// - Throws: `GameFileError` for the first game that cannot be read.
  public static func read(_ text: String) throws(GameFileError) -> [Entry] {
    let begin = text.utf8.first { !$0.isBlank }
    if begin == UInt8(ascii: "(") { return try readSGF(text) }
    var entries: [Entry] = []
    for (number, line) in text.pieces(at: UInt8(ascii: "\n")).enumerated() {
      guard line.utf8.contains(where: { !$0.isBlank }) else { continue }
      do {
        entries.append(Entry(record: try GameRecord(jsonLine: line), points: nil, line: number + 1))
      } catch { throw GameFileError(line: number + 1, "\(error)") }
    }
    guard !entries.isEmpty else { throw GameFileError(line: 1, "there is no game in it") }
    return entries
  }
}

/// Why a file of games cannot be read, in one line for the user.
public struct GameFileError: Error, Hashable, CustomStringConvertible {
  public let line: Int
  public let reason: String

  init(line: Int, _ reason: String) { (self.line, self.reason) = (line, reason) }

  public var description: String { "line \(line): \(reason)" }
}

extension UInt8 {
  /// A blank of a text: a space, a tab, the end of a line, or of the mark that some files begin with.
  fileprivate var isBlank: Bool { [32, 9, 10, 13, 0xEF, 0xBB, 0xBF].contains(self) }
}
