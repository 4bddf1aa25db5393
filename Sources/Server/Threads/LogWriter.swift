public import Foundation
import Glibc
import Storage
import Synchronization

/// Writes lines to a descriptor on a thread of its own, so that a reader that is slow, stuck or gone
/// holds up nobody: beyond a number of lines that wait, further ones are only counted.
public final class LogWriter: Sendable {
  /// Lines that may wait.
  private static let limit = 1000

  private struct State {
    var lines: [String] = []
    /// Lines that found no room.
    var missed = 0
    var isWriting = false
  }

  /// How a line is written.
  public enum Format: String, Sendable, CaseIterable {
    /// As it is.
    case text
    /// As an object: `{"message":"...","time":"2026-01-31T12:00:00.000Z"}`.
    case json
  }

  private let descriptor: Int32
  private let format: Format
  private let state = Mutex(State())

  public init(_ descriptor: Int32 = STDOUT_FILENO, format: Format = .text) {
    self.descriptor = descriptor
    self.format = format
  }

  /// Has a line written some time soon.
  public func say(_ line: String) {
    let line = format == .json ? Self.object(line) : line
    let begins = state.withLock { state in
      guard state.lines.count < Self.limit else {
        state.missed += 1
        return false
      }
      state.lines.append(line)
      defer { state.isWriting = true }
      return !state.isWriting
    }
    guard begins else { return }
    let thread = Thread { [self] in writeAll() }
    thread.name = "arena.log"
    thread.start()
  }

  /// Waits until all is written, but not for long.
  public func finish(within limit: Duration = .seconds(1)) {
    let end = ContinuousClock.now + limit
    while state.withLock({ $0.isWriting }), ContinuousClock.now < end { usleep(1000) }
  }

  private static func object(_ message: String) -> String {
    let time = Date.now.formatted(.iso8601.time(includingFractionalSeconds: true))
    return ["time": time, "message": message].asJSONLine
  }

  private func writeAll() {
    while let text = takeText() {
      // With nobody to read it there is nobody to hear of it either.
      _ = Array(text.utf8).withUnsafeBytes { Descriptor.write($0, to: descriptor) }
    }
  }

  private func takeText() -> String? {
    state.withLock { state in
      var lines = state.lines
      if state.missed > 0 {
        let note = "\(state.missed) lines more"
        lines.append(format == .json ? Self.object(note) : note)
      }
      state.lines = []
      state.missed = 0
      guard !lines.isEmpty else {
        state.isWriting = false
        return nil
      }
      return lines.map { $0 + "\n" }.joined()
    }
  }
}

/// Counts what happens often, so that strangers cannot fill a log: a line now and then says how
/// often it did.
struct Tally {
  private var counts: [String: Int] = [:]
  private var nextReport: Duration = .zero
  private static let interval = Duration.seconds(10)

  /// - Parameter event: in the plural, behind a number.
  mutating func note(_ event: String) { counts[event, default: 0] += 1 }

  /// A line for each event since the last report, but not too often.
  mutating func report(at now: Duration) -> [String] {
    guard !counts.isEmpty, now >= nextReport else { return [] }
    nextReport = now + Self.interval
    defer { counts = [:] }
    return counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
  }
}
