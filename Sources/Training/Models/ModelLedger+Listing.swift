import ArenaCore
import Foundation
import Storage

extension ModelLedger {
  /// A line for each network under a heading, for people.
  public var table: String {
    let rows =
      [["number", "date", "steps", "seconds", "score", "", "promotion"]]
      + models.map { model in
        [
          String(model.number), model.date, Text.grouped(model.steps),
          Text.fixed(model.seconds, decimals: 0), Text.fixed(model.score, decimals: 1),
          model.margin.map { "± \(Text.fixed($0, decimals: 1))" } ?? "", status(of: model),
        ]
      }
    return Text.table(rows, left: [1, 5, 6]).joined(separator: "\n")
  }

  private func status(of model: ModelRecord) -> String {
    var parts: [String] = []
    if let promotion = model.promotion {
      parts.append(promotion.summary)
    } else if model.isPromoted {
      parts.append("the first")
    }
    if model.number == best { parts.append("best") }
    return parts.joined(separator: ", ")
  }

  /// A line of JSON for each network: its record with whether it is the `best`.
  public var jsonLines: [String] {
    models.map { Line(model: $0, isBest: $0.number == best).asJSONLine }
  }

  private struct Line: Encodable {
    let model: ModelRecord
    let isBest: Bool

    private enum Key: CodingKey { case best }

    func encode(to encoder: any Encoder) throws {
      try model.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(isBest, forKey: .best)
    }
  }
}
