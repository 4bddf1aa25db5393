/// Copies of one control task side by side, with the task's type erased: for programs that act in it
/// over a line of text.
public protocol TaskSession: Sendable {
  var count: Int { get }
  /// Floats of one observation.
  var observationCount: Int { get }
  var actions: TaskActions { get }
  /// What each copy did on the last step, `[count]`.
  var steps: [Step] { get }
  /// What is seen now, `[count, observationCount]`.
  var observations: [Float] { get }

  /// Acts in every copy. One whose episode ended on the last step begins the next instead, and its
  /// action is ignored.
  ///
  /// - Parameter actions: `[count, actions.width]`.
  /// - Throws: what is wrong with an action; nothing changes then.
  mutating func step(_ actions: [Float]) throws(TaskError)
}

/// The actions of a control task.
public enum TaskActions: Sendable, Hashable {
  /// `0 ..< count`.
  case discrete(Int)
  /// Numbers with these bounds; others are the task's business.
  case continuous([ClosedRange<Float>])

  /// Numbers of one action.
  public var width: Int {
    switch self {
    case .discrete: 1
    case .continuous(let bounds): bounds.count
    }
  }
}

/// What is wrong with an action, in one line.
public struct TaskError: Error, Hashable, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}

/// The control tasks that a server offers.
public struct TaskDirectory: Sendable {
  /// One task on offer.
  public struct Entry: Sendable {
    public let name: String
    /// Begins copies of it; copy i behaves as a single one seeded with `seed + i`.
    ///
    /// - Throws: what is wrong with the options, in one line.
    public let start:
      @Sendable (_ options: [String: String], _ count: Int, _ seed: UInt64) throws ->
        any TaskSession

    public init(
      name: String,
      start: @escaping @Sendable ([String: String], Int, UInt64) throws -> any TaskSession
    ) {
      self.name = name
      self.start = start
    }
  }

  /// In the order in which they are listed.
  public let entries: [Entry]

  public init(_ entries: [Entry] = []) { self.entries = entries }

  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }
}
