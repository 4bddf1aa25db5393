import Foundation
import TestKit
import Testing

@testable import Training

/// Event files, read by a decoder of their own.
@Suite struct EventFileTests {
  private struct Scalar: Hashable {
    var step: Int
    var tag: String
    var value: Float
  }

  /// What a reader of TensorBoard's would see; the checksums bit by bit, without a table.
  private func scalars(_ path: String) throws -> [Scalar] {
    var rest = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))[...]
    var scalars: [Scalar] = []
    var isFirst = true
    while !rest.isEmpty {
      let length = take(8, from: &rest)
      let lengthSum = take(4, from: &rest)
      #expect(number(lengthSum) == masked(length))
      let message = take(Int(number(length)), from: &rest)
      let messageSum = take(4, from: &rest)
      #expect(number(messageSum) == masked(message))
      let event = try fields(of: message)
      let time = Double(bitPattern: number(try #require(event[1])))
      #expect(abs(time - Date.now.timeIntervalSince1970) < 3600)
      if isFirst {
        #expect(event[3].map { String(decoding: $0, as: UTF8.self) } == "brain.Event:2")
      } else {
        let summary = try fields(of: try #require(event[5]))
        let value = try fields(of: try #require(summary[1]))
        scalars.append(
          Scalar(
            step: Int(number(try #require(event[2]))),
            tag: String(decoding: try #require(value[1]), as: UTF8.self),
            value: Float(bitPattern: UInt32(number(try #require(value[2]))))))
      }
      isFirst = false
    }
    return scalars
  }

  private func take(_ count: Int, from bytes: inout ArraySlice<UInt8>) -> [UInt8] {
    defer { bytes = bytes.dropFirst(count) }
    return [UInt8](bytes.prefix(count))
  }

  private func number(_ bytes: [UInt8]) -> UInt64 {
    bytes.enumerated().reduce(0) { $0 + UInt64($1.element) << UInt64(8 * $1.offset) }
  }

  private func masked(_ bytes: [UInt8]) -> UInt64 {
    var remainder: UInt32 = 0xffff_ffff
    for byte in bytes {
      for bit in 0..<8 {
        let isOdd = (remainder ^ UInt32(byte) >> UInt32(bit)) & 1 == 1
        remainder = remainder >> 1 ^ (isOdd ? 0x82f6_3b78 : 0)
      }
    }
    let sum = ~remainder
    return UInt64((sum >> 15 | sum << 17) &+ 0xa282_ead8)
  }

  /// The bytes of each field; numbers as eight bytes.
  private func fields(of message: [UInt8]) throws -> [Int: [UInt8]] {
    var rest = message[...]
    func varint() -> UInt64 {
      var number: UInt64 = 0
      var shift: UInt64 = 0
      while let byte = rest.popFirst() {
        number += UInt64(byte & 127) << shift
        shift += 7
        if byte & 128 == 0 { break }
      }
      return number
    }
    var fields: [Int: [UInt8]] = [:]
    while !rest.isEmpty {
      let key = varint()
      switch key & 7 {
      case 0: fields[Int(key >> 3)] = withUnsafeBytes(of: varint().littleEndian) { [UInt8]($0) }
      case 1: fields[Int(key >> 3)] = take(8, from: &rest)
      case 2: fields[Int(key >> 3)] = take(Int(varint()), from: &rest)
      case 5: fields[Int(key >> 3)] = take(4, from: &rest)
      default: throw RunError.mismatch("wire type \(key & 7)")
      }
    }
    return fields
  }

  private let some = [
    Scalar(step: 0, tag: "loss", value: 0.5), Scalar(step: 300, tag: "loss", value: -1.25),
    Scalar(step: 5_000_000_000, tag: "größe", value: 3e7),
  ]

  private func write(_ scalars: [Scalar], to path: String) throws {
    let file = try EventFile(path)
    for scalar in scalars {
      try file.append([Metric(scalar.tag, Double(scalar.value))], step: scalar.step)
    }
  }

  @Test func `figures come back as they were written, over several sessions`() throws {
    try withTemporaryFolder { path in
      try write([some[0]], to: path + "/events")
      try write([some[1], some[2]], to: path + "/events")
      #expect(try scalars(path + "/events") == some)
    }
  }

  @Test func `figures that are no numbers are left out`() throws {
    try withTemporaryFolder { path in
      let file = try EventFile(path + "/events")
      try file.append([Metric("a", .nan), Metric("b", 1), Metric("c", .infinity)], step: 1)
      #expect(try scalars(path + "/events").map(\.tag) == ["b"])
    }
  }

  @Test func `a torn or damaged end is cut off`() throws {
    try withTemporaryFolder { path in
      try write(some, to: path + "/events")
      let whole = try Data(contentsOf: URL(fileURLWithPath: path + "/events"))
      var damaged = whole
      damaged[whole.count - 10] ^= 1
      for bytes in [whole.dropLast(1), whole.dropLast(11), whole + Data([7, 0, 0]), damaged] {
        try bytes.write(to: URL(fileURLWithPath: path + "/events"))
        try write([], to: path + "/events")
        let kept = try scalars(path + "/events")
        #expect(kept == Array(some.prefix(bytes.count > whole.count ? 3 : 2)))
      }
    }
  }

  @Test func `a damaged event is set aside and those behind it stay`() throws {
    try withTemporaryFolder { path in
      try write(some, to: path + "/events")
      let whole = try Data(contentsOf: URL(fileURLWithPath: path + "/events"))
      // The version's frame comes first; the message of the first figure begins 12 bytes behind it.
      let first = 16 + Int(whole[0])
      for (place, kept) in [(5, 3), (first + 1, 2), (first + 9, 2), (first + 20, 2)] {
        var damaged = whole
        damaged[place] ^= 1
        for change in [damaged, whole.prefix(place) + whole.dropFirst(place + 1)] {
          try? FileManager.default.removeItem(atPath: path + "/events.damaged")
          try Data(change).write(to: URL(fileURLWithPath: path + "/events"))
          #expect(try EventFile(path + "/events").damagedCount == 1)
          #expect(try scalars(path + "/events") == Array(some.suffix(kept)))
          let aside = try Data(contentsOf: URL(fileURLWithPath: path + "/events.damaged"))
          #expect(change.range(of: aside) != nil && aside.count > 20)
        }
      }
    }
  }

  @Test func `no tag gets two points at a step, over a restart either`() throws {
    try withTemporaryFolder { path in
      for _ in 0..<2 {
        let file = try EventFile(path + "/events")
        for value in [1, 2] { try file.append([Metric("a", Double(value))], step: 7) }
      }
      #expect(try scalars(path + "/events") == [Scalar(step: 7, tag: "a", value: 1)])
    }
  }

  @Test func `a run gives each figure once a step, under its source`() throws {
    try withTemporaryFolder { path in
      let run = try CountingRun(path, steps: 40, checkpoints: 2)
      // Every round gets a line of its own: at a checkpoint for two reasons.
      run.plan.secondsBetweenLines = 0
      _ = try run.start()
      let all = try scalars(run.folder.eventsPath)
      #expect(Set(all.map { "\($0.tag) \($0.step)" }).count == all.count)
      #expect(
        Set(all.map(\.tag)) == [
          "round/rounds", "round/loss", "run/episodes", "run/seconds", "checkpoint/checkpoint",
          "checkpoint/diagnosed",
        ])
      let lines = try String(contentsOfFile: run.folder.metricsPath, encoding: .utf8)
        .split(separator: "\n")
      #expect(Set(lines).count == lines.count && lines.count == 8 + 3)
    }
  }

  @Test func `a resumed run keeps the events up to its saved state`() throws {
    try withTemporaryFolder { path in
      let first = try CountingRun(path, steps: 80, checkpoints: 4)
      _ = try first.start(stopAfter: 6)
      let state = try Data(contentsOf: URL(fileURLWithPath: first.folder.statePath))
      let before = try scalars(first.folder.eventsPath)
      _ = try CountingRun(path, steps: 80, checkpoints: 4).start(stopAfter: 6)
      #expect(try scalars(first.folder.eventsPath).count > before.count)
      try state.write(to: URL(fileURLWithPath: first.folder.statePath))

      _ = try CountingRun(path, steps: 80, checkpoints: 4).start()
      let all = try scalars(first.folder.eventsPath)
      #expect(Array(all.prefix(before.count)) == before)
      #expect(all.filter { $0.tag == "checkpoint/checkpoint" }.map(\.value) == [0, 1, 2, 3, 4])
      #expect(all.map(\.step) == all.map(\.step).sorted())
    }
  }

  @Test(
    .enabled(if: runsPeerChecks, "set ARENA_PYTHON_CHECKS=1 to run it"),
    .enabled(if: Peer.hasPython("tensorboard"), "python3 with tensorboard is not installed"))
  func `TensorBoard reads the same figures`() throws {
    try withTemporaryFolder { path in
      try write(some, to: path + "/events.out.tfevents.1.arena")
      let script = """
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
        events = EventAccumulator('\(path)')
        events.Reload()
        for tag in sorted(events.Tags()['scalars']):
          for scalar in events.Scalars(tag):
            print(tag, scalar.step, scalar.value)
        """
      let text = try Peer.run("python3", ["-c", script])
      #expect(text == "größe 5000000000 30000000.0\nloss 0 0.5\nloss 300 -1.25\n")
    }
  }
}
