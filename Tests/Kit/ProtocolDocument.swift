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

  /// What stands in backquotes in each cell of each row of the table under a heading, `[row][cell]`.
  public func quotedCells(under heading: String) -> [[[String]]] {
    section(heading).filter { $0.hasPrefix("| `") }.map { line in
      line.split(separator: "|").map { cell in
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
          .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
      }
    }
  }

  /// The lines of each block of a language, `[block][line]`.
  public func blocks(of language: String) -> [[String]] {
    var blocks: [[String]] = []
    var isInside = false
    for line in lines {
      if line == "```\(language)" {
        blocks.append([])
        isInside = true
      } else if line.hasPrefix("```") {
        isInside = false
      } else if isInside {
        blocks[blocks.count - 1].append(line)
      }
    }
    return blocks
  }

  /// The grammar of all lines.
  public func grammar() throws -> Grammar { try Grammar(blocks(of: "abnf").flatMap(\.self)) }

  /// The lines under a heading, up to the next.
  public func section(_ heading: String) -> [String] {
    Array(lines.drop { $0 != "## \(heading)" }.dropFirst().prefix { !$0.hasPrefix("## ") })
  }
}
