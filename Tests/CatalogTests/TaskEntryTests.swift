import Catalog
import Environments
import Foundation
import Synchronization
import Testing

/// What every task of the catalog must keep, found by its entry alone.
///
/// Comparisons with Gymnasium's trajectories are in `EnvironmentsTests`.
@Suite struct TaskEntryTests {
  @Test(arguments: Catalog.tasks.map(\.name))
  func `a task repeats itself from a seed and tells finite numbers`(_ name: String) throws {
    let action = name.contains("Continuous") || name.contains("Pendulum") ? "0.5" : "0"
    let actions = [String](repeating: action, count: 300).joined(separator: "\n")
    let runs = try [7, 7, 8].map { try Self.lines(of: name, seed: $0, actions: actions) }
    #expect(runs[0] == runs[1])
    #expect(runs[0].count > 300)
    for line in runs[0] {
      let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(record?["observation"] != nil)
    }
  }

  @Test(arguments: Catalog.tasks.map(\.name))
  func `actions that are none are refused before anything is told`(_ name: String) throws {
    for junk in ["x", "0 0 0 0 0", "nan", "-1000000000000000000000"] {
      let told = Mutex(0)
      #expect(throws: (any Error).self) {
        try Catalog.task(name).playOut(
          "\n\(junk)\n", [:], 1
        ) { _ in told.withLock { $0 += 1 } }
      }
      #expect(told.withLock(\.self) == 0)
    }
  }

  private static func lines(of name: String, seed: UInt64, actions: String) throws -> [String] {
    let lines = Mutex<[String]>([])
    try Catalog.task(name).playOut(
      actions, [:], seed
    ) { line in lines.withLock { $0.append(line) } }
    return lines.withLock(\.self)
  }
}
