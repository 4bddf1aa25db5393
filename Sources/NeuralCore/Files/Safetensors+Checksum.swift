import Foundation

/// The checksum that files written here carry in their metadata.
///
/// It covers the header, with zeros in place of its own digits, and the data. Files that lack the
/// key `coverageKey` are of before: their checksum, if they have one, covers the data alone.
extension Safetensors {
  /// The metadata key of the checksum.
  static let checksumKey = "checksum"
  /// The metadata key that says what the checksum covers.
  static let coverageKey = "checksum.covers"
  static let coverage = "header and data"
  /// What stands in place of the digits while they are computed.
  static let blankChecksum = String(repeating: "0", count: 16)

  /// Where the digits of the checksum stand in a header's text; nil where there are none.
  ///
  /// Within a string the quotes would be escaped, so that only the key itself is found.
  static func checksumDigits(in header: Data) -> Range<Data.Index>? {
    guard let key = header.range(of: Data("\"\(checksumKey)\":\"".utf8)),
      key.upperBound + blankChecksum.utf8.count <= header.endIndex
    else { return nil }
    return key.upperBound..<key.upperBound + blankChecksum.utf8.count
  }

  /// Whether a file matches its checksum, if it must have one; takes what belongs to the checksum
  /// out of the metadata.
  static func isWhole(_ file: Data, dataStart: Int, _ metadata: inout [String: String]) -> Bool {
    let expected = metadata.removeValue(forKey: checksumKey)
    let coverage = metadata.removeValue(forKey: coverageKey)
    guard coverage != nil || expected != nil else { return true }
    var checksum = Checksum()
    if let coverage {
      var header = file.subdata(in: file.startIndex + 8..<file.startIndex + dataStart)
      guard coverage == Self.coverage, let digits = checksumDigits(in: header) else { return false }
      header.replaceSubrange(digits, with: Data(blankChecksum.utf8))
      header.withUnsafeBytes { checksum.add($0) }
    }
    file.withUnsafeBytes { checksum.add(UnsafeRawBufferPointer(rebasing: $0[dataStart...])) }
    return checksum.text == expected
  }
}
