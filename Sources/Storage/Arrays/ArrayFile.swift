public import Foundation

/// Large arrays of numbers as a file that Python reads: made piece by piece, never whole in memory.
///
/// Numbers are little-endian, rows one after the other.
public struct ArrayFile {
  /// Number types, by NumPy's and safetensors' names.
  public enum Element: Sendable, Hashable {
    case float32, int32, bool

    var numpy: String {
      switch self {
      case .float32: "<f4"
      case .int32: "<i4"
      case .bool: "|b1"
      }
    }

    var safetensors: String {
      switch self {
      case .float32: "F32"
      case .int32: "I32"
      case .bool: "BOOL"
      }
    }

    var width: Int { self == .bool ? 1 : 4 }
  }

  /// One array.
  public struct Column {
    public let name: String
    public let element: Element
    /// The first dimension counts rows.
    public let shape: [Int]
    /// The bytes of all rows in order, cut into so many pieces.
    let pieceCount: Int
    let piece: (_ index: Int) -> Data

    public init(
      _ name: String, _ element: Element, shape: [Int], pieces count: Int,
      piece: @escaping (_ index: Int) -> Data
    ) {
      (self.name, self.element, self.shape) = (name, element, shape)
      (pieceCount, self.piece) = (count, piece)
    }

    var byteCount: Int { shape.reduce(element.width, *) }
  }

  /// How the arrays are put into one file.
  public enum Format: String, Sendable, CaseIterable {
    /// A zip of `.npy` files, not compressed: `numpy.load`.
    case npz
    case safetensors
  }

  private let columns: [Column]

  public init(_ columns: [Column]) { self.columns = columns }

  /// Replaces `path` with the arrays.
  ///
  /// - Parameter progress: is given the arrays' bytes that were written, and how many there are.
  /// - Throws: `StorageError`, also for an array too large for the format.
  public func write(
    to path: String, as format: Format, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(StorageError) {
    let total = byteCount
    var done = 0
    func report(_ count: Int) {
      done += count
      progress(done, total)
    }
    switch format {
    case .npz: try writeZip(to: path, report)
    case .safetensors: try writeSafetensors(to: path, report)
    }
  }

  private var byteCount: Int { columns.reduce(0) { $0 + $1.byteCount } }

  private func writeSafetensors(
    to path: String, _ report: (Int) -> Void
  ) throws(StorageError) {
    var header: [String: Any] = [:]
    var offset = 0
    // Wider types first, so that every array is aligned without gaps.
    let ordered = columns.sorted { ($0.element.width, $1.name) > ($1.element.width, $0.name) }
    for column in ordered {
      header[column.name] = [
        "dtype": column.element.safetensors, "shape": column.shape,
        "data_offsets": [offset, offset + column.byteCount],
      ]
      offset += column.byteCount
    }
    guard var text = try? JSONSerialization.data(withJSONObject: header, options: .sortedKeys)
    else { throw StorageError("cannot describe the arrays of \(path) as JSON") }
    text.append(contentsOf: [UInt8](repeating: 0x20, count: (8 - text.count % 8) % 8))
    let length = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) }
    let header8 = length + text
    try DurableFile.write(to: path) { (file: borrowing DurableFile.Writer) throws(StorageError) in
      try file.append(header8)
      for column in ordered {
        var written = 0
        for index in 0..<column.pieceCount {
          let piece = column.piece(index)
          written += piece.count
          try file.append(piece)
          report(piece.count)
        }
        try column.check(written, path)
      }
    }
  }

  private func writeZip(to path: String, _ report: (Int) -> Void) throws(StorageError) {
    for column in columns where column.byteCount > ZipArchive.largest {
      throw StorageError(
        "\(column.name) has \(column.byteCount >> 20) MiB, which is too much for an npz file: "
          + "take fewer positions, or safetensors")
    }
    let total = byteCount
    guard total <= ZipArchive.largest else {
      throw StorageError(
        "the arrays have \(total >> 20) MiB, which is too much for an npz file: "
          + "take fewer positions, or safetensors")
    }
    let columns = columns
    try DurableFile.write(to: path) { (file: borrowing DurableFile.Writer) throws(StorageError) in
      var archive = ZipArchive()
      for column in columns {
        try file.append(archive.begin(column.name + ".npy"))
        let header = NPY.header(column.element.numpy, shape: column.shape)
        archive.add(header)
        try file.append(header)
        var written = 0
        for index in 0..<column.pieceCount {
          let piece = column.piece(index)
          written += piece.count
          archive.add(piece)
          try file.append(piece)
          report(piece.count)
        }
        try column.check(written, path)
        try file.append(archive.end())
      }
      try file.append(archive.directory())
    }
  }
}

extension ArrayFile.Column {
  fileprivate func check(_ written: Int, _ path: String) throws(StorageError) {
    guard written == byteCount else {
      throw StorageError("\(path): \(name) came to \(written) bytes, not \(byteCount)")
    }
  }
}
