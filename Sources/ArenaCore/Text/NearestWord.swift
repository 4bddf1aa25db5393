/// Finds what somebody meant who wrote a word that nothing is called.
public enum NearestWord {
  /// The words among `known` that `word` may have been meant for, nearest first, at most three.
  ///
  /// A third of the letters may be wrong, missing, added or swapped with a neighbour; the beginning
  /// of a word is near it too. Case does not count.
  public static func among(_ known: [String], to word: String) -> [String] {
    let given = Array(word.lowercased())
    // Nothing has so long a name, and outside text may have any length.
    guard !given.isEmpty, given.count <= 64 else { return [] }
    let scored = known.enumerated().compactMap { index, candidate -> (Int, Int, String)? in
      let letters = Array(candidate.lowercased())
      let isBeginning = given.count >= 2 && letters.starts(with: given)
      let distance = min(distance(given, letters), isBeginning ? 1 : .max)
      return distance <= max(1, (given.count + 1) / 3) && distance < letters.count
        ? (distance, index, candidate) : nil
    }
    return scored.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(3).map(\.2)
  }

  /// What an error says after "unknown ... 'word': " - the words that may have been meant, and all
  /// that there are unless they are too many to read.
  ///
  /// - Parameters:
  ///   - introduction: goes before the list of all: "there are".
  ///   - source: a command that prints all of them, for long lists.
  public static func advice(
    for word: String, among known: [String], introducing introduction: String,
    source: String? = nil
  ) -> String {
    let nearest = among(known, to: word)
    let question =
      nearest.isEmpty ? nil : "did you mean \(nearest.joined(separator: " or "))?"
    let isShort = known.count <= longestList
    let rest =
      if !isShort, let source {
        "\(source) lists all \(known.count)"
      } else if isShort || nearest.isEmpty {
        known.isEmpty ? "there are none here" : "\(introduction) \(known.joined(separator: ", "))"
      } else {
        String?.none
      }
    return [question, rest].compactMap(\.self).joined(separator: " ")
  }

  /// So many names can be taken in at a glance.
  private static let longestList = 15

  /// The fewest insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.
  ///
  /// Source: Damerau 1964, in the restricted form that edits no letter twice.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var before: [Int] = []
    var above = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(above[j + 1], row[j]) + 1
        best = min(best, above[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
        row.append(best)
      }
      (before, above) = (above, row)
    }
    return above[b.count]
  }
}
