extension StringProtocol {
  /// The text cut at every byte that `isSeparator` picks, which must be ASCII.
  ///
  /// By bytes and not by characters: an accent behind a separator makes one character of the two,
  /// and a cut by characters would pass it over.
  public func pieces(
    maxSplits: Int = .max, omittingEmpty: Bool = false, where isSeparator: (UInt8) -> Bool
  ) -> [String] {
    utf8.split(
      maxSplits: maxSplits, omittingEmptySubsequences: omittingEmpty, whereSeparator: isSeparator
    ).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The text cut at every `separator`, an ASCII byte; empty pieces count.
  public func pieces(at separator: UInt8, maxSplits: Int = .max) -> [String] {
    pieces(maxSplits: maxSplits) { $0 == separator }
  }

  /// The words between spaces and tabs; behind `maxSplits` of them the rest is one word.
  public func words(maxSplits: Int = .max) -> [String] {
    pieces(maxSplits: maxSplits, omittingEmpty: true) {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t")
    }
  }
}
