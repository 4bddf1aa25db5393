import Foundation
import Storage

/// A ledger as it stands in its file: with a checksum beside it. Older files have none.
struct StoredLedger: Codable {
  let ledger: ModelLedger
  private let checksum: String?

  init(_ ledger: ModelLedger) {
    self.ledger = ledger
    checksum = Self.checksum(of: ledger)
  }

  /// Whether the ledger is the one that was written.
  var isWhole: Bool { checksum == nil || checksum == Self.checksum(of: ledger) }

  private static func checksum(of ledger: ModelLedger) -> String {
    String(CRC32C().checksum(ledger.asJSONLine.utf8), radix: 16)
  }

  private enum Key: CodingKey { case checksum }

  init(from decoder: any Decoder) throws {
    ledger = try ModelLedger(from: decoder)
    checksum = try decoder.container(keyedBy: Key.self)
      .decodeIfPresent(String.self, forKey: .checksum)
  }

  func encode(to encoder: any Encoder) throws {
    try ledger.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(checksum, forKey: .checksum)
  }
}

extension ModelLedger {
  /// Whether a run can have come to it: numbers that ascend, counts that are counts.
  var isPlausible: Bool {
    let numbers = models.map(\.number)
    return zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
      && models.allSatisfy(\.isPlausible)
      && [best, returnTo].allSatisfy { (0...1 << 53).contains($0 ?? 0) }
  }
}

extension ModelRecord {
  fileprivate var isPlausible: Bool {
    let counts = [number, steps, episodes, updates]
    let games = promotion.map { [$0.wins, $0.draws, $0.losses, $0.limit, $0.against ?? 0] } ?? []
    return counts.allSatisfy { (0...1 << 53).contains($0) }
      && games.allSatisfy { (0...1 << 31).contains($0) } && RunLimit.seconds.contains(seconds)
  }
}
