import Foundation

/// `Sources/Wire/PROTOCOL.md`, for tests that hold it equal to the code.
public struct ProtocolDocument {
  public let lines: [String]

  public init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../Sources/Wire/PROTOCOL.md")
    lines = try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  /// What stands in backquotes first in each row of the table under a heading.
  public func firstCells(under heading: String) -> [String] {
    section(heading).filter { $0.hasPrefix("| `") }.map { line in
      String(line.dropFirst(3).prefix { $0 != "`" })
    }
  }

  /// The lines under a heading, up to the next.
  public func section(_ heading: String) -> [String] {
    Array(lines.drop { $0 != "## \(heading)" }.dropFirst().prefix { !$0.hasPrefix("## ") })
  }
}
