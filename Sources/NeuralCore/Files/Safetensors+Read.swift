public import Foundation
import Storage

extension Safetensors {
  /// A header larger than this is an attack or no header: ours hold a few hundred tensors.
  private static let largestHeader = 8 << 20

  /// Maps and checks a file. Nothing larger than its header is read or allocated before every
  /// claim of the header has been checked against the file's size.
  ///
  /// - Throws: `SafetensorsError` when the file cannot be read, is truncated, claims what it does
  ///   not hold, or does not match its checksum.
  public init(contentsOf path: String) throws(SafetensorsError) {
    let file: Data
    do {
      file = try StoredFile.read(path, isMapped: true)
    } catch {
      throw SafetensorsError("\(error)")
    }
    try self.init(file, source: path)
  }

  /// Checks a file that is in memory.
  public init(_ file: Data, source: String) throws(SafetensorsError) {
    func refuse(_ reason: String) -> SafetensorsError { SafetensorsError("\(source): \(reason)") }
    guard file.count >= 8 else {
      throw refuse("\(file.count) bytes are too few for a safetensors file")
    }
    let claimed = file.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    guard claimed <= Self.largestHeader, Int(claimed) <= file.count - 8 else {
      throw refuse("a header of \(claimed) bytes in a file of \(file.count)")
    }
    let dataStart = 8 + Int(claimed)
    let header: [String: Entry]
    do {
      let text = file.subdata(in: (file.startIndex + 8)..<(file.startIndex + dataStart))
      header = try JSONDecoder().decode([String: Entry].self, from: text)
    } catch {
      throw refuse("the header is not the JSON of a safetensors file")
    }
    var metadata: [String: String] = [:]
    var tensors: [String: Tensor] = [:]
    var ranges: [Range<Int>] = []
    for (name, entry) in header {
      switch entry {
      case .metadata(let strings):
        guard name == "__metadata__" else { throw refuse("tensor \(name) lacks its description") }
        metadata = strings
      case .tensor(let description):
        let range: Range<Int>
        switch description.range(limit: file.count - dataStart) {
        case .success(let checked): range = checked
        case .failure(let error): throw refuse("tensor \(name) \(error)")
        }
        ranges.append(range)
        tensors[name] = Tensor(
          type: description.dtype, shape: description.shape,
          bytes: MappedBytes(
            file: file, range: (dataStart + range.lowerBound)..<(dataStart + range.upperBound)))
      }
    }
    var end = 0
    for range in ranges.sorted(by: {
      ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
    }) {
      guard range.lowerBound == end else { throw refuse("tensors overlap or leave gaps") }
      end = range.upperBound
    }
    guard end == file.count - dataStart else {
      throw refuse("tensors cover \(end) bytes of \(file.count - dataStart)")
    }
    guard Self.isWhole(file, dataStart: dataStart, &metadata) else {
      throw refuse("the file does not match its checksum")
    }
    self.init(metadata: metadata, tensors: tensors, source: source)
  }

  /// One entry of the header: the metadata or a tensor.
  private enum Entry: Decodable {
    case metadata([String: String])
    case tensor(Description)

    init(from decoder: any Decoder) throws {
      if let description = try? Description(from: decoder) {
        self = .tensor(description)
      } else {
        self = .metadata(try [String: String](from: decoder))
      }
    }
  }

  /// What a header says of a tensor; nothing of it is believed yet.
  private struct Description: Decodable {
    let dtype: String
    let shape: [Int]
    let offsets: [Int]

    private enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }

    /// The bytes of the tensor, once type, shape and offsets agree.
    func range(limit: Int) -> Result<Range<Int>, SafetensorsError> {
      guard let width = Safetensors.width(of: dtype) else {
        return .failure(SafetensorsError("is of type \(dtype.prefix(16)), which is not supported"))
      }
      guard offsets.count == 2, offsets[0] >= 0, offsets[1] >= offsets[0],
        offsets[1] <= limit
      else {
        return .failure(SafetensorsError("lies at \(offsets.prefix(4)) of \(limit) bytes"))
      }
      var size = width
      for dimension in shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
        guard dimension >= 0, !overflow else {
          return .failure(SafetensorsError("is of the impossible shape \(shape.prefix(8))"))
        }
        size = product
      }
      guard size == offsets[1] - offsets[0] else {
        return .failure(
          SafetensorsError(
            "of \(shape.prefix(8)) takes \(size) bytes, not \(offsets[1] - offsets[0])"))
      }
      return .success(offsets[0]..<offsets[1])
    }
  }
}

/// Weights in 16 bits: half the size, for networks that only play. Training writes 32.
extension Safetensors {
  /// The values of a tensor of 32 or 16 bits.
  func floats(_ name: String) throws(SafetensorsError) -> [Float] {
    isHalf(name) ? try values(name, as: Float16.self).map(Float.init) : try values(name)
  }

  /// Checks that a tensor of 32 or 16 bits is there with this shape, without reading it.
  func checkFloats(_ name: String, shape: [Int]) throws(SafetensorsError) {
    if isHalf(name) {
      try check(name, Float16.self, shape: shape)
    } else {
      try check(name, Float.self, shape: shape)
    }
  }
}
