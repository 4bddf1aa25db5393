import Foundation
import Glibc
import NeuralCore
import Storage

/// The ledger of a run's networks.
extension RunFolder {
  private var ledgerPath: String { path + "/models.json" }

  /// The ledger; empty in a run that has none yet.
  ///
  /// - Throws: `RunError.unreadable` when the file is damaged.
  public func readLedger() throws(RunError) -> ModelLedger {
    guard FileManager.default.fileExists(atPath: ledgerPath) else { return ModelLedger() }
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: ledgerPath))
      return try JSONDecoder().decode(ModelLedger.self, from: data)
    } catch {
      throw .unreadable(path: path, reason: "models.json is damaged")
    }
  }

  func write(_ ledger: ModelLedger) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try DurableFile.write(encoder.encode(ledger), to: ledgerPath)
  }

  /// Makes an earlier network the best of the run again, and lets training go on from its weights
  /// the next time that the run is resumed. Nothing is removed: later checkpoints stay, and so do
  /// the experience gathered and the numbers to come.
  ///
  /// - Parameter name: `first`, `middle`, `last`, `best` or a number.
  /// - Returns: the checkpoint's number.
  /// - Throws: `RunError` when there is no such checkpoint, or a process is training in the folder.
  @discardableResult
  public func rollBack(to name: String) throws -> Int {
    let number = try checkpoint(named: name)
    let lock = try lock()
    defer { Self.unlock(lock) }
    var ledger = try readLedger()
    ledger.best = number
    ledger.returnTo = number
    try write(ledger)
    return number
  }
}
