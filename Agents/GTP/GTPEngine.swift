/// A program that speaks the Go Text Protocol, version 2, as its controller sees it: a command, an
/// answer.
///
/// Every command has a number, which the answer must repeat or leave out. The program is told to
/// quit when the engine is released, and ends with it.
///
/// - Source: Farnebäck 2002, Specification of the Go Text Protocol, version 2, draft 2.
final class GTPEngine {
  /// How long an answer may take.
  let limit: Duration
  private let program: ChildProgram
  private var reader = GTPAnswerReader()
  private var number = 0
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
  @discardableResult
  func ask(_ command: String) throws(GTPError) -> String {
    if let end { throw end }
    number += 1
    program.send("\(number) \(command)\n")
    let deadline = ContinuousClock.now + limit
    do throws(GTPError) {
      return try answer(to: command, by: deadline)
    } catch {
      if error.isFatal { end = error }
      throw error
    }
  }

  private func answer(
    to command: String, by deadline: ContinuousClock.Instant
  ) throws(GTPError) -> String {
    while true {
      while let answer = reader.next() {
        guard answer.id == nil || answer.id == number else { continue }
        guard answer.isSuccess else { throw .refused(asked: command, answer: answer.text) }
        return answer.text
      }
      // Also for one that never stops writing.
      guard ContinuousClock.now < deadline else { throw .silent(asked: command, limit: limit) }
      guard let bytes = program.receive(by: deadline) else {
        throw .ended(status: program.ending(), asked: command)
      }
      reader.append(bytes)
    }
  }
}
