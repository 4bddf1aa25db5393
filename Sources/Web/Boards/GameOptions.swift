import ArenaCore

/// A game's options as records and the wire write them: `name=value,name=value`, `-` or nothing for
/// the default ones.
struct GameOptions {
  let values: [String: String]

  init(_ text: String) throws {
    var values: [String: String] = [:]
    for pair in text == "-" ? [] : text.pieces(omittingEmpty: true, where: { $0 == 44 }) {
      let sides = pair.pieces(at: UInt8(ascii: "="), maxSplits: 1)
      guard sides.count == 2, values.updateValue(sides[1], forKey: sides[0]) == nil else {
        throw HTTPRefusal(400, "options are name=value,name=value")
      }
    }
    self.values = values
  }
}
