import Foundation
import Storage

/// The figures of a run's `metrics.jsonl` as columns, those of rounds and those of checkpoints apart.
struct RunMetrics: Sendable, Encodable {
  /// `[figure: [line]]`; nil where a line has no such figure.
  private(set) var rounds = Columns()
  private(set) var checkpoints = Columns()

  struct Columns: Sendable, Encodable {
    private(set) var count = 0
    private(set) var values: [String: [Double?]] = [:]

    fileprivate mutating func add(_ line: [String: Double]) {
      for (name, value) in line {
        let missing = count - (values[name]?.count ?? 0)
        values[name, default: []] += [Double?](repeating: nil, count: missing) + [value]
      }
      count += 1
    }

    fileprivate mutating func finish() {
      for name in values.keys {
        let missing = count - (values[name]?.count ?? 0)
        values[name]? += [Double?](repeating: nil, count: missing)
      }
    }

    func encode(to encoder: any Encoder) throws { try values.encode(to: encoder) }

    subscript(name: String) -> [Double?] { values[name] ?? [] }

    func last(_ name: String) -> Double? { values[name]?.last { $0 != nil } ?? nil }
  }

  /// Lines of rounds beyond so many are thinned out evenly: no screen shows more.
  private static let roundLimit = 2000

  /// - Throws: `StorageError` where the file cannot be read. Damaged lines are left out.
  init(contentsOf path: String) throws(StorageError) {
    var lines: [[String: Double]] = []
    for line in try StoredFile.read(path).split(separator: UInt8(ascii: "\n")) {
      guard let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any] else {
        continue
      }
      lines.append(object.compactMapValues { ($0 as? NSNumber)?.doubleValue })
    }
    let (measured, played) = (
      lines.filter { $0["checkpoint"] != nil }, lines.filter { $0["checkpoint"] == nil }
    )
    for line in measured { checkpoints.add(line) }
    let stride = max(1, (played.count + Self.roundLimit - 1) / Self.roundLimit)
    for (index, line) in played.enumerated()
    where index % stride == 0 || index == played.count - 1 {
      rounds.add(line)
    }
    checkpoints.finish()
    rounds.finish()
  }

  /// The figure that says how strong a run became: its rating, or its mean return.
  var scoreName: String {
    ["rating", "evaluation_return"].first { checkpoints.values[$0] != nil } ?? "rating"
  }

  var marginName: String { scoreName == "rating" ? "rating_margin" : "evaluation_return_deviation" }
}
