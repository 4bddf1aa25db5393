import ArenaCore
import Foundation
import Lobby
import Match
import Wire

/// The control tasks in which clients act. One thread at a time touches it.
final class TaskDesk {
  enum Job: Sendable {
    /// To begin a task, or to step in one.
    case errand(Errand)
    /// The client has gone.
    case forget(ClientID)
  }

  struct Answer: Sendable {
    let client: ClientID
    /// Whole lines.
    let bytes: [UInt8]
    /// Steps of all copies together.
    let steps: Int
  }

  /// A client's task.
  private struct Room {
    var session: any TaskSession
    let form: TaskRequest.Form
  }

  /// The most floats of all observations together.
  private static let floatLimit = 8192

  private let directory: TaskDirectory
  private var rooms: [ClientID: Room] = [:]
  private var numbers: [Float] = []
  private var text = TextBuffer()

  init(_ directory: TaskDirectory) { self.directory = directory }

  func perform(_ job: Job) -> Answer? {
    switch job {
    case .errand(let errand):
      var steps = 0
      do throws(WireError) { steps = try perform(errand) } catch {
        text.write(error.line(in: errand.version))
        text.write(byte: UInt8(ascii: "\n"))
      }
      let bytes = errand.tag.isEmpty ? text.take() : tagged(text.take(), errand.tag)
      return Answer(client: errand.client, bytes: bytes, steps: steps)
    case .forget(let client):
      rooms[client] = nil
      return nil
    }
  }

  /// - Returns: how many steps of all copies were done.
  private func perform(_ errand: Errand) throws(WireError) -> Int {
    switch errand.work {
    case .task(nil): list()
    case .task(let request?): try begin(request, for: errand.client)
    case .step(let actions): return try step(actions, for: errand.client)
    case .analysis, .games, .metrics: break  // done elsewhere
    }
    return 0
  }

  /// The lines with a tag before each.
  private func tagged(_ lines: [UInt8], _ tag: String) -> [UInt8] {
    lines.split(separator: UInt8(ascii: "\n")).flatMap { Array(tag.utf8) + $0 + [10] }
  }

  private func list() {
    for entry in directory.entries {
      guard let session = try? entry.start([:], 1, 0) else { continue }
      text.write("\(Self.heading(entry.name, session))\n")
    }
    text.write("ok task\n")
  }

  /// `task NAME OBSERVATIONS ACTIONS`.
  private static func heading(_ name: String, _ session: any TaskSession) -> String {
    let actions =
      switch session.actions {
      case .discrete(let count): "\(count)"
      case .continuous(let bounds):
        bounds.map { "\($0.lowerBound)..\($0.upperBound)" }.joined(separator: ",")
      }
    return "task \(name) \(session.observationCount) \(actions)"
  }

  private func begin(_ request: TaskRequest, for client: ClientID) throws(WireError) {
    guard let entry = directory[request.name] else {
      let known = directory.entries.map(\.name)
      throw WireError(
        .unknownTask,
        "\(OneLine.quoting(request.name)) is no task: "
          + NearestWord.advice(for: request.name, among: known, introducing: "known are"))
    }
    let session: any TaskSession
    do { session = try entry.start(request.options, request.count, request.seed) } catch {
      throw WireError(.badOption, "\(error)")
    }
    guard session.count * session.observationCount <= Self.floatLimit else {
      let most = max(1, Self.floatLimit / session.observationCount)
      throw WireError(.tooMany, "at most \(most) copies of \(entry.name) fit in a line")
    }
    rooms[client] = Room(session: session, form: request.form)
    text.write("\(Self.heading(entry.name, session))\n")
    switch request.form {
    case .text:
      for copy in 0..<session.count {
        text.write("observed \(copy)")
        write(observationOf: copy, session)
      }
    case .base64:
      text.write("observed ")
      write(base64: session.observations)
    }
    text.write("ok task \(entry.name) \(session.count)\n")
  }

  private func step(_ actions: [UInt8], for client: ClientID) throws(WireError) -> Int {
    guard var room = rooms.removeValue(forKey: client) else {
      throw WireError(.noTask, "you are in no task: say task NAME")
    }
    defer { rooms[client] = room }
    try read(actions, room.form)
    do throws(TaskError) { try room.session.step(numbers) } catch {
      throw WireError(.badAction, error.description)
    }
    write(room)
    return room.session.count
  }

  // MARK: Numbers

  /// Reads actions into `numbers`.
  private func read(_ actions: [UInt8], _ form: TaskRequest.Form) throws(WireError) {
    numbers.removeAll(keepingCapacity: true)
    switch form {
    case .base64:
      guard let data = Data(base64Encoded: Data(actions)), data.count.isMultiple(of: 4) else {
        throw WireError(.badAction, "actions are 32-bit floats in base64")
      }
      data.withUnsafeBytes { bytes in
        for offset in stride(from: 0, to: bytes.count, by: 4) {
          let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
          numbers.append(Float(bitPattern: UInt32(littleEndian: bits)))
        }
      }
    case .text:
      for word in actions.split(separator: UInt8(ascii: " ")) {
        // Most are the number of an action.
        if word.count == 1, let digit = word.first, (48...57).contains(digit) {
          numbers.append(Float(digit - 48))
        } else if !word.contains(where: { $0 | 0x20 == UInt8(ascii: "x") }),  // hexadecimal
          let number = Float(String(decoding: word, as: UTF8.self)), number.isFinite
        {
          numbers.append(number)
        } else {
          throw WireError(
            .badAction,
            "\(OneLine.quoting(String(decoding: word, as: UTF8.self))) is no decimal number")
        }
      }
    }
  }

  private func write(_ room: Room) {
    let session = room.session
    let steps = session.steps
    switch room.form {
    case .text:
      for (copy, step) in steps.enumerated() {
        text.write("stepped \(copy) \(step.reward) \(Self.ends[Self.end(step)])")
        write(observationOf: copy, session)
      }
    case .base64:
      let (observations, width) = (session.observations, session.observationCount)
      numbers.removeAll(keepingCapacity: true)
      for (copy, step) in steps.enumerated() {
        numbers.append(Float(step.reward))
        numbers.append(Float(Self.end(step)))
        numbers.append(contentsOf: observations[copy * width..<(copy + 1) * width])
      }
      text.write("stepped ")
      write(base64: numbers)
    }
    text.write("ok step\n")
  }

  private static let ends = ["-", "terminated", "truncated", "both"]

  private static func end(_ step: Step) -> Int {
    (step.terminated ? 1 : 0) + (step.truncated ? 2 : 0)
  }

  private func write(observationOf copy: Int, _ session: any TaskSession) {
    let width = session.observationCount
    for number in session.observations[copy * width..<(copy + 1) * width] {
      text.write(" \(number)")
    }
    text.write("\n")
  }

  private func write(base64 numbers: [Float]) {
    var data = Data(capacity: 4 * numbers.count)
    for number in numbers {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    for byte in data.base64EncodedData() { text.write(byte: byte) }
    text.write("\n")
  }
}
