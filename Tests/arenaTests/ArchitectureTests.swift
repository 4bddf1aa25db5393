import Foundation
import Testing

/// The order of the folders in the README: no module imports one that stands below it, and each
/// declares in `Package.swift` just what it imports.
@Suite struct ArchitectureTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The modules in the order of the README's table, lowest first.
  private static let order: [String] = {
    let readme = (try? String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)) ?? ""
    let rows = readme.split(separator: "\n").drop { !$0.hasPrefix("| folder | depends on") }
      .dropFirst(2).prefix { $0.hasPrefix("|") }
    return rows.flatMap { row in
      row.split(separator: "|")[0].matches(of: /`(?:Sources\/)?(\w+)`/).map { String($0.1) }
    }
  }()

  /// The modules of this package that a module's files import.
  private static func imports(of module: String) throws -> Set<String> {
    let folders = ["Sources/\(module)", module].map { root.appending(path: $0) }
    let folder = try #require(
      folders.first { FileManager.default.fileExists(atPath: $0.path) }, "no folder of \(module)")
    var found: Set<String> = []
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      for line in text.split(separator: "\n") {
        if let match = line.wholeMatch(of: /(?:@\w+ )?(?:public )?import (\w+)/) {
          found.insert(String(match.1))
        }
      }
    }
    return found.intersection(order).subtracting([module])
  }

  @Test func `the README lists every module once`() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appending(path: "Sources").path)
    #expect(Set(Self.order) == Set(folders + ["Environments", "Agents", "Tests"]))
    #expect(Set(Self.order).count == Self.order.count)
  }

  @Test(arguments: order.filter { $0 != "Tests" && !$0.hasPrefix("C") || $0 == "Catalog" })
  func `a module imports only what stands above it, and declares it`(_ module: String) throws {
    let imports = try Self.imports(of: module)
    let position = try #require(Self.order.firstIndex(of: module))
    #expect(imports.subtracting(Self.order[..<position]) == [], "\(module) points down the list")
    let package = try String(
      contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
    let name = NSRegularExpression.escapedPattern(for: "\"\(module)\"")
    let call = try Regex("(?:module\\(\\s*|name: )\(name),\\s*(?:dependencies: )?\\[([^\\]]*)\\]")
    guard let match = package.firstMatch(of: call), let list = match.output[1].substring else {
      return  // a kernel build: `kernels` declares it
    }
    let declared = Set(list.matches(of: /"(\w+)"/).map { String($0.1) })
    #expect(declared == imports, "\(module)")
  }
}
