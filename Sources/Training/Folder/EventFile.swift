import Foundation
import Glibc
import Storage

/// Metrics as TensorBoard reads them: a file of framed `Event` messages, one scalar each.
///
/// Of `Event` the fields are wall_time (1), step (2), file_version (3) and summary (5), of
/// `Summary.Value` tag (1) and simple_value (2).
///
/// Source: TensorFlow's event.proto and summary.proto.
final class EventFile {
  private static let version = "brain.Event:2"

  /// Stretches of damaged bytes, which were moved to the file's name with `.damaged` added.
  private(set) var damagedCount = 0

  private let file: Int32
  private let path: String
  private var last = LastPoints()

  /// Opens `path` for appending.
  ///
  /// Events behind the last wanted one are dropped, and so is the torn end that a crash leaves.
  /// Damage, and what is not wanted before a wanted event, is set aside.
  ///
  /// - Parameter keep: whether the events of a step are wanted.
  init(_ path: String, keep: (Int) -> Bool = { _ in true }) throws(StorageError) {
    self.path = path
    var hasVersion = false
    if FileManager.default.fileExists(atPath: path) {
      let bytes = [UInt8](try StoredFile.read(path))
      let found = EventFrames(of: bytes)
      var kept: [UInt8] = []
      var damaged = found.damage.map { Data(bytes[$0]) }
      let wanted = found.frames.map { LastPoints.step(of: $0.message).map(keep) ?? true }
      let end = wanted.lastIndex(of: true) ?? -1
      for (index, frame) in found.frames.enumerated() {
        if wanted[index] {
          kept += bytes[frame.place]
          last.note(frame.message)
        } else if index < end {
          damaged.append(Data(bytes[frame.place]))
        }
      }
      hasVersion = found.frames.first.map { Self.isVersion($0.message) } ?? false
      damagedCount = damaged.count
      if !damaged.isEmpty { try DamagedParts.setAside(damaged, of: path) }
      if !hasVersion { kept = Self.versionFrame + kept }
      if kept.count != bytes.count || !hasVersion { try DurableFile.write(kept, to: path) }
    }
    file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw StorageError("cannot open", path) }
    if !hasVersion && lseek(file, 0, SEEK_END) == 0 { try write(Self.versionFrame) }
  }

  deinit { close(file) }

  /// Appends one event for each metric that is a number and has no point at this step yet.
  func append(_ metrics: [Metric], step: Int) throws(StorageError) {
    var frames: [UInt8] = []
    for metric in metrics where metric.value.isFinite && last.insert(metric.name, at: step) {
      frames += Self.frame { event in
        event.double(1, Self.now)
        event.integer(2, step)
        event.message(5) { summary in
          summary.message(1) { value in
            value.string(1, metric.name)
            value.float(2, Float(metric.value))
          }
        }
      }
    }
    try write(frames)
  }

  private func write(_ bytes: [UInt8]) throws(StorageError) {
    guard bytes.withUnsafeBytes({ Descriptor.write($0, to: file) }) else {
      throw StorageError("cannot write", path)
    }
  }

  // MARK: Events

  /// Seconds since 1970, for the time axis only.
  private static var now: Double { Date.now.timeIntervalSince1970 }

  private static func frame(_ fill: (inout ProtobufWriter) -> Void) -> [UInt8] {
    var writer = ProtobufWriter()
    fill(&writer)
    return EventFrames.frame([UInt8](writer.data))
  }

  /// What a file begins with.
  private static var versionFrame: [UInt8] {
    frame { event in
      event.double(1, now)
      event.string(3, version)
    }
  }

  private static func isVersion(_ event: ArraySlice<UInt8>) -> Bool {
    ProtobufReader.bytes(3, in: event).map { $0.elementsEqual(version.utf8) } ?? false
  }
}

/// The last step of an event file and the tags that have a point there: none gets a second one.
private struct LastPoints {
  private var step = -1
  private var tags: Set<String> = []

  /// Whether the tag gets its point; false where it has one.
  mutating func insert(_ tag: String, at step: Int) -> Bool {
    if step != self.step { (self.step, tags) = (step, []) }
    return tags.insert(tag).inserted
  }

  /// Takes note of the point of an event that is kept.
  mutating func note(_ event: ArraySlice<UInt8>) {
    guard let step = Self.step(of: event), let summary = ProtobufReader.bytes(5, in: event),
      let value = ProtobufReader.bytes(1, in: summary),
      let tag = ProtobufReader.bytes(1, in: value)
    else { return }
    _ = insert(String(decoding: tag, as: UTF8.self), at: step)
  }

  static func step(of event: ArraySlice<UInt8>) -> Int? {
    ProtobufReader.number(2, in: event).map { Int(truncatingIfNeeded: $0) }
  }
}
