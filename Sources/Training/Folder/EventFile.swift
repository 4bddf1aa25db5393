import Foundation
import Glibc
import Storage

/// Figures as TensorBoard reads them: a file of framed `Event` messages, one scalar each.
///
/// A frame is the length in 8 bytes, its masked CRC-32C, the message, its masked CRC-32C, numbers
/// little-endian. Of `Event` the fields are wall_time (1),
/// step (2), file_version (3) and summary (5), of `Summary.Value` tag (1) and simple_value (2).
///
/// Source: TensorFlow's tfrecord format, event.proto and summary.proto.
final class EventFile {
  private static let version = "brain.Event:2"

  private let file: Int32
  private let path: String
  private let checksums = CRC32C()

  /// Opens `path` for appending. A torn last event, left by a crash, is cut off.
  ///
  /// - Parameter keep: whether to keep the events of a step; from the first unwanted one on all are
  ///   dropped.
  init(_ path: String, keep: (Int) -> Bool = { _ in true }) throws(StorageError) {
    self.path = path
    let bytes = [UInt8]((try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data())
    let kept = Self.wholeFrames(of: bytes, checksums, keep: keep)
    file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw StorageError("cannot open", path) }
    if kept < bytes.count {
      guard ftruncate(file, kept) == 0 else { throw StorageError("cannot shorten", path) }
    }
    if kept == 0 {
      try write(
        frame { event in
          event.double(1, Self.now)
          event.string(3, Self.version)
        })
    }
  }

  deinit { close(file) }

  /// Appends one event for each figure that is a number.
  func append(_ figures: [Metric], step: Int) throws(StorageError) {
    var frames: [UInt8] = []
    for figure in figures where figure.value.isFinite {
      frames += frame { event in
        event.double(1, Self.now)
        event.integer(2, step)
        event.message(5) { summary in
          summary.message(1) { value in
            value.string(1, figure.name)
            value.float(2, Float(figure.value))
          }
        }
      }
    }
    try write(frames)
  }

  private func write(_ bytes: [UInt8]) throws(StorageError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw StorageError("cannot write", path) }
      rest = rest.dropFirst(written)
    }
  }

  /// Seconds since 1970, for the time axis only.
  private static var now: Double { Date.now.timeIntervalSince1970 }

  // MARK: Frames

  private func frame(_ fill: (inout ProtobufWriter) -> Void) -> [UInt8] {
    var writer = ProtobufWriter()
    fill(&writer)
    let message = [UInt8](writer.data)
    let length = UInt64(message.count).littleEndianBytes
    return length + Self.masked(checksums.checksum(length)).littleEndianBytes + message
      + Self.masked(checksums.checksum(message)).littleEndianBytes
  }

  private static func masked(_ checksum: UInt32) -> UInt32 {
    (checksum >> 15 | checksum << 17) &+ 0xa282_ead8
  }

  /// How many of the bytes are whole, valid frames of wanted events.
  private static func wholeFrames(
    of bytes: [UInt8], _ checksums: CRC32C, keep: (Int) -> Bool
  ) -> Int {
    var start = 0
    while let length = UInt64(littleEndianBytes: bytes.dropFirst(start).prefix(8)),
      length <= UInt64(bytes.count)
    {
      let body = start + 12
      let end = body + Int(length)
      guard end + 4 <= bytes.count,
        UInt32(littleEndianBytes: bytes[start + 8..<body])
          == masked(checksums.checksum(bytes[start..<start + 8])),
        UInt32(littleEndianBytes: bytes[end..<end + 4])
          == masked(checksums.checksum(bytes[body..<end]))
      else { break }
      if let step = ProtobufReader.number(2, in: bytes[body..<end]),
        !keep(Int(truncatingIfNeeded: step))
      {
        break
      }
      start = end + 4
    }
    return start
  }
}

extension FixedWidthInteger {
  fileprivate var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { [UInt8]($0) } }

  /// Nil unless there are as many bytes as the number has.
  fileprivate init?(littleEndianBytes bytes: ArraySlice<UInt8>) {
    guard bytes.count == Self.bitWidth / 8 else { return nil }
    self = bytes.reversed().reduce(0) { $0 << 8 | Self($1) }
  }
}
