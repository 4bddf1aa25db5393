/// A file of flags, a line each: `NAME VALUE`, `NAME = VALUE` or `NAME` alone; lines that begin with
/// `#` are comments.
struct FlagFile {
  struct Entry {
    /// From 1.
    let line: Int
    let name: String
    /// Empty where there is none.
    let value: String

    /// As a word of a call.
    var word: String { value.isEmpty ? "--\(name)" : "--\(name)=\(value)" }
  }

  let entries: [Entry]

  init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    entries = lines.enumerated().compactMap { index, line in
      let words = line.drop(while: \.isWhitespace)
      let name = words.prefix { !$0.isWhitespace && $0 != "=" }
      guard !words.isEmpty, words.first != "#" else { return nil }
      var value = words.dropFirst(name.count).drop(while: \.isWhitespace)
      if value.first == "=" { value = value.dropFirst().drop(while: \.isWhitespace) }
      while value.last?.isWhitespace == true { value.removeLast() }
      return Entry(line: index + 1, name: String(name), value: String(value))
    }
  }
}
