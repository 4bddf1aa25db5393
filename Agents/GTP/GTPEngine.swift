/// A program that speaks the Go Text Protocol, version 2, as its controller sees it: a command, an
/// answer.
///
/// Every command has a number, which the answer must repeat or leave out. The program is told to
/// quit when the engine is released, and ends with it.
///
/// - Source: Farnebäck 2002, Specification of the Go Text Protocol, version 2, draft 2.
final class GTPEngine {
  /// How long any answer may take.
  private let limit: Duration
  private let program: ChildProgram
  private var reader = GTPAnswerReader()
  private var number = 0
  /// The words of the commands that it says it knows; nil before it was asked for them.
  private var known: Set<Substring>?
  // Set once the program ended or hangs: nothing is asked of it any more.
  private var end: GTPError?

  /// Starts the program; it shows whether it works when it is first asked.
  init(command: String, limit: Duration) throws(GTPError) {
    self.limit = limit
    program = try ChildProgram(command: command)
  }

  deinit {
    guard end == nil else { return }
    // It may have files to close.
    program.send("\(number + 1) quit\n")
    let deadline = ContinuousClock.now + min(limit, .seconds(1))
    while ContinuousClock.now < deadline, program.receive(by: deadline) != nil {}
  }

  /// Sends a command and returns the text of its answer.
  ///
  /// - Parameter deadline: when the answer must be there; never later than the engine's own limit.
  @discardableResult
  func ask(
    _ command: String, by deadline: ContinuousClock.Instant? = nil
  ) throws(GTPError) -> String {
    if let end { throw end }
    number += 1
    program.send("\(number) \(command)\n")
    let now = ContinuousClock.now
    let time = max(.zero, min(limit, deadline.map { now.duration(to: $0) } ?? limit))
    do throws(GTPError) {
      return try answer(to: command, within: time, from: now)
    } catch {
      if error.isFatal { end = error }
      throw error
    }
  }

  /// Whether the program says that it knows a command; one that gives no list knows none.
  func knows(_ word: String, by deadline: ContinuousClock.Instant?) throws(GTPError) -> Bool {
    if known == nil {
      known = []
      do throws(GTPError) {
        known = Set(try ask("list_commands", by: deadline).split(whereSeparator: \.isWhitespace))
      } catch {
        guard case .refused = error else { throw error }
      }
    }
    return known?.contains(word[...]) ?? false
  }

  private func answer(
    to command: String, within time: Duration, from start: ContinuousClock.Instant
  ) throws(GTPError) -> String {
    let deadline = start + time
    while true {
      while let answer = reader.next() {
        guard answer.id == nil || answer.id == number else { continue }
        guard answer.isSuccess else { throw .refused(asked: command, answer: answer.text) }
        return answer.text
      }
      // Also for one that never stops writing.
      guard ContinuousClock.now < deadline else { throw .silent(asked: command, limit: time) }
      guard let bytes = program.receive(by: deadline) else {
        throw .ended(status: program.ending(), asked: command)
      }
      reader.append(bytes)
    }
  }
}
