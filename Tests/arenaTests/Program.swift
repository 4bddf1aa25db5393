import Foundation

/// The built program, run as a user would.
struct Program {
  struct Result {
    var status: Int32
    /// Whether it ended by itself or by a signal.
    var reason: Process.TerminationReason
    var output: String
    var errors: String
  }

  /// The program lies beside the test bundle; `ARENA_PROGRAM` names another build of it.
  static let path: String = {
    if let other = ProcessInfo.processInfo.environment["ARENA_PROGRAM"] { return other }
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return bundle.appendingPathComponent("arena").path
  }()

  /// Starts the program in `folder` and lets it run; what it prints goes to `output` or is lost.
  static func start(
    _ arguments: [String], in folder: String, output: Any = FileHandle.nullDevice
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Waits while `process` runs until `condition` holds.
  ///
  /// - Returns: whether it came to hold within a minute: a program that hangs fails the test and
  ///   does not hang it.
  static func wait(
    for process: Process, everyMicroseconds pause: UInt32 = 1000, until condition: () -> Bool
  ) -> Bool {
    let end = Date.now.addingTimeInterval(60)
    while process.isRunning && Date.now < end {
      if condition() { return true }
      usleep(pause)
    }
    return condition()
  }

  /// Waits for the end of `process`, for a minute, after which it is killed.
  static func waitForEnd(of process: Process) {
    _ = wait(for: process) { false }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }

  /// Runs the program in `folder` with `input` on standard input.
  ///
  /// - Parameter limit: seconds after which it is killed, which counts as a signal.
  static func run(
    _ arguments: [String], in folder: String, input: String = "", limit: Double = 300
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    // Files rather than pipes: they cannot fill up.
    let names = ["in", "out", "err"].map {
      "\(NSTemporaryDirectory())arena-\(UUID().uuidString).\($0)"
    }
    defer { for name in names { try? FileManager.default.removeItem(atPath: name) } }
    try Data(input.utf8).write(to: URL(fileURLWithPath: names[0]))
    try Data().write(to: URL(fileURLWithPath: names[1]))
    try Data().write(to: URL(fileURLWithPath: names[2]))
    process.standardInput = FileHandle(forReadingAtPath: names[0])
    process.standardOutput = FileHandle(forWritingAtPath: names[1])
    process.standardError = FileHandle(forWritingAtPath: names[2])
    try process.run()
    let end = Date.now.addingTimeInterval(limit)
    while process.isRunning && Date.now < end { usleep(2000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, reason: process.terminationReason,
      output: try String(contentsOfFile: names[1], encoding: .utf8),
      errors: try String(contentsOfFile: names[2], encoding: .utf8))
  }
}

/// Gives `body` a fresh, empty folder and removes it afterwards.
func withEmptyFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
  let path = NSTemporaryDirectory() + "arena-cli-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}
