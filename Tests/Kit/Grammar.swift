/// A grammar in the notation of RFC 5234, and whether a line is of it: slow, for tests of documents.
///
/// Core rules are ALPHA, DIGIT, HEXDIG, SP and HTAB; numeric values are hexadecimal (`%x20-7E`).
public struct Grammar {
  private indirect enum Element {
    case rule(String)
    case text([UInt8])
    case range(ClosedRange<UInt32>)
    case sequence([Element])
    case choice([Element])
    case repetition(ClosedRange<Int>, Element)
  }

  /// What is wrong with the text of a grammar.
  public struct Fault: Error, CustomStringConvertible { public let description: String }

  private var rules: [String: Element] = [:]

  /// The names of its rules, core rules aside.
  public private(set) var names: [String] = []

  /// - Throws: `Fault` for text that is no grammar, and for rules that are not defined.
  public init(_ lines: [String]) throws {
    rules["ALPHA"] = .choice([.range(0x41...0x5a), .range(0x61...0x7a)])
    rules["DIGIT"] = .range(0x30...0x39)
    rules["HEXDIG"] = .choice([.range(0x30...0x39), .range(0x41...0x46), .range(0x61...0x66)])
    rules["SP"] = .range(0x20...0x20)
    rules["HTAB"] = .range(9...9)
    var texts: [String] = []
    for line in lines {
      let line = line.prefix { $0 != ";" }
      guard line.contains(where: { $0 != " " }) else { continue }
      if line.hasPrefix(" ") {
        guard !texts.isEmpty else { throw Fault(description: "begins with: \(line)") }
        texts[texts.count - 1] += line
      } else {
        texts.append(String(line))
      }
    }
    for text in texts {
      let halves = text.split(separator: "=", maxSplits: 1)
      let name = halves[0].filter { $0 != " " }
      guard halves.count == 2, rules[name] == nil else { throw Fault(description: "rule: \(text)") }
      var reader = Reader(text: Array(halves[1]))
      rules[name] = try reader.choice()
      guard reader.isAtEnd else { throw Fault(description: "rule \(name) at \(reader.position)") }
      names.append(name)
    }
    for element in rules.values { try requireDefined(element) }
  }

  private func requireDefined(_ element: Element) throws {
    switch element {
    case .rule(let name):
      guard rules[name] != nil else { throw Fault(description: "no rule \(name)") }
    case .sequence(let parts), .choice(let parts): for part in parts { try requireDefined(part) }
    case .repetition(_, let part): try requireDefined(part)
    case .text, .range: break
    }
  }

  /// Whether all of `line` is what the rule says.
  public func matches(_ line: String, _ rule: String) -> Bool {
    let scalars = line.unicodeScalars.map(\.value)
    return ends(.rule(rule), scalars, 0).contains(scalars.count)
  }

  /// Where an element that begins at `start` can end.
  private func ends(_ element: Element, _ line: [UInt32], _ start: Int) -> Set<Int> {
    switch element {
    case .rule(let name): return rules[name].map { ends($0, line, start) } ?? []
    case .text(let bytes):
      guard start + bytes.count <= line.count else { return [] }
      for (offset, byte) in bytes.enumerated() {
        let theirs = line[start + offset]
        let small = (65...90).contains(theirs) ? theirs + 32 : theirs
        guard small == UInt32(byte) else { return [] }
      }
      return [start + bytes.count]
    case .range(let range):
      return start < line.count && range.contains(line[start]) ? [start + 1] : []
    case .sequence(let parts):
      return parts.reduce([start]) { places, part in
        places.reduce(into: Set()) { $0.formUnion(ends(part, line, $1)) }
      }
    case .choice(let parts):
      return parts.reduce(into: Set()) { $0.formUnion(ends($1, line, start)) }
    case .repetition(let counts, let part):
      var found: Set<Int> = counts.lowerBound == 0 ? [start] : []
      var seen: Set<Int> = found
      var places: Set<Int> = [start]
      var count = 0
      while !places.isEmpty, count < counts.upperBound {
        count += 1
        places = places.reduce(into: Set()) { $0.formUnion(ends(part, line, $1)) }
        guard count >= counts.lowerBound else { continue }
        places.subtract(seen)
        seen.formUnion(places)
        found.formUnion(places)
      }
      return found
    }
  }

  /// Reads the right side of a rule.
  private struct Reader {
    let text: [Character]
    var position = 0

    var isAtEnd: Bool {
      mutating get {
        skipBlanks()
        return position == text.count
      }
    }

    private mutating func skipBlanks() {
      while position < text.count, text[position] == " " { position += 1 }
    }

    private mutating func next(_ character: Character) -> Bool {
      skipBlanks()
      guard position < text.count, text[position] == character else { return false }
      position += 1
      return true
    }

    mutating func choice() throws -> Element {
      var parts = [try sequence()]
      while next("/") { parts.append(try sequence()) }
      return parts.count == 1 ? parts[0] : .choice(parts)
    }

    private mutating func sequence() throws -> Element {
      var parts: [Element] = []
      while !isAtEnd, !["/", ")", "]"].contains(text[position]) { parts.append(try repetition()) }
      guard !parts.isEmpty else { throw Fault(description: "nothing at \(position)") }
      return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func repetition() throws -> Element {
      let least = number()
      if position < text.count, text[position] == "*" {
        position += 1
        return .repetition((least ?? 0)...(number() ?? .max), try element())
      }
      guard let least else { return try element() }
      return .repetition(least...least, try element())
    }

    private mutating func number() -> Int? {
      let digits = text[position...].prefix { $0.isASCII && $0.isNumber }
      position += digits.count
      return Int(String(digits))
    }

    private mutating func element() throws -> Element {
      if next("(") {
        let part = try choice()
        guard next(")") else { throw Fault(description: "no ) at \(position)") }
        return part
      }
      if next("[") {
        let part = try choice()
        guard next("]") else { throw Fault(description: "no ] at \(position)") }
        return .repetition(0...1, part)
      }
      if next("\"") {
        let content = text[position...].prefix { $0 != "\"" }
        position += content.count + 1
        return .text(Array(String(content).lowercased().utf8))
      }
      if next("%") {
        let content = text[position...].prefix { $0.isHexDigit || $0 == "-" || $0 == "x" }
        position += content.count
        let ends = content.dropFirst().split(separator: "-").compactMap {
          UInt32(String($0), radix: 16)
        }
        guard let first = ends.first, let last = ends.last, first <= last else {
          throw Fault(description: "no value at \(position)")
        }
        return .range(first...last)
      }
      let name = text[position...].prefix { $0.isLetter || $0.isNumber || $0 == "-" }
      guard !name.isEmpty else { throw Fault(description: "no element at \(position)") }
      position += name.count
      return .rule(String(name))
    }
  }
}
