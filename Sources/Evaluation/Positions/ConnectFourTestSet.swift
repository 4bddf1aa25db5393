/// Connect Four positions of the usual board, drawn and solved once: `connect-four.txt`.
enum ConnectFourTestSet {
  /// In the order of `ConnectFourPositions.kinds`.
  static var lines: [[ConnectFourPositions.Line]] {
    var kinds: [Substring: [ConnectFourPositions.Line]] = [:]
    let text = String(decoding: PackageResources.connect_four_txt, as: UTF8.self)
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ")
      let columns = words.dropFirst().map { word in
        word.compactMap { $0.wholeNumberValue.map { $0 - 1 } }
      }
      kinds[words[0], default: []].append(
        ConnectFourPositions.Line(moves: columns[0], best: columns[1]))
    }
    return ConnectFourPositions.kinds.map { kinds[$0.name[...]] ?? [] }
  }
}
