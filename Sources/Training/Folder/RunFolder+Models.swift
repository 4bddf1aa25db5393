import Foundation
import Glibc
import Storage

/// The ledger of a run's networks.
extension RunFolder {
  private var ledgerPath: String { path + "/models.json" }

  /// Whether networks were kept of which nothing is known any more.
  public var lacksLedger: Bool { !has(ledgerPath) && !checkpoints.isEmpty }

  /// The ledger; empty in a run that has none yet.
  ///
  /// - Throws: `RunError.unreadable` when the file is damaged.
  public func readLedger() throws(RunError) -> ModelLedger {
    guard has(ledgerPath) else { return ModelLedger() }
    func damaged(_ reason: String) -> RunError {
      .unreadable(path: path, reason: "models.json is damaged: \(reason)")
    }
    let file: StoredLedger
    do {
      let data = try StoredFile.read(ledgerPath)
      file = try JSONDecoder.ofAnyNumber.decode(StoredLedger.self, from: data)
    } catch let error as StorageError {
      throw .unreadable(path: path, reason: error.description)
    } catch {
      throw damaged("it is no list of networks")
    }
    guard file.isWhole else { throw damaged("it does not match its checksum") }
    guard file.ledger.isPlausible else { throw damaged("its numbers cannot be") }
    return file.ledger
  }

  func write(_ ledger: ModelLedger) throws {
    let encoder = JSONEncoder.ofAnyNumber([.prettyPrinted, .sortedKeys])
    try DurableFile.write(encoder.encode(StoredLedger(ledger)), to: ledgerPath)
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
