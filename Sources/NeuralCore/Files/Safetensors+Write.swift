import Foundation
public import Storage

extension Safetensors {
  /// Writes the file durably: after a crash there is the old file or this one, whole.
  ///
  /// Tensors go to the disk from where they lie; no second copy of them is made.
  ///
  /// - Parameter previous: the name under which the file that was there is kept.
  public func write(
    to path: String, keepingOldAs previous: String? = nil
  ) throws(StorageError) {
    let tensors = sorted
    var header: [String: Any] = [:]
    var offset = 0
    for (name, tensor) in tensors {
      var size = 0
      tensor.bytes.withBytes { size = $0.count }
      header[name] = [
        "dtype": tensor.type, "shape": tensor.shape, "data_offsets": [offset, offset + size],
      ]
      offset += size
    }
    header["__metadata__"] = metadata.merging([
      Self.checksumKey: Self.blankChecksum, Self.coverageKey: Self.coverage,
    ]) { $1 }
    guard var text = try? JSONSerialization.data(withJSONObject: header, options: .sortedKeys)
    else { throw StorageError("cannot describe the tensors of \(path) as JSON") }
    // Spaces up to a multiple of eight keep the data aligned, as the format recommends.
    text.append(contentsOf: [UInt8](repeating: 0x20, count: (8 - text.count % 8) % 8))
    guard let digits = Self.checksumDigits(in: text) else {
      throw StorageError("cannot describe the tensors of \(path) as JSON")
    }
    var checksum = Checksum()
    text.withUnsafeBytes { checksum.add($0) }
    for (_, tensor) in tensors { tensor.bytes.withBytes { checksum.add($0) } }
    text.replaceSubrange(digits, with: Data(checksum.text.utf8))
    let length = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) }
    try DurableFile.write(to: path, keepingOldAs: previous) {
      (file: borrowing DurableFile.Writer) throws(StorageError) in
      try file.append(length)
      try file.append(text)
      for (_, tensor) in tensors {
        var failure: StorageError?
        tensor.bytes.withBytes { bytes in
          do throws(StorageError) { try file.append(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
      }
    }
  }
}
