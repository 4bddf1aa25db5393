public import Match
public import Wire

/// Something that a client asked for and that others do, because it takes long: the client waits for
/// it, and nobody else does.
public struct Errand: Sendable {
  public let client: ClientID
  public let work: Work
  /// What stands before each line of the answer: the request's tag and a space, or nothing.
  public let tag: String
  /// The version of the protocol in which it is answered.
  public let version: ProtocolVersion

  public enum Work: Sendable {
    /// A position, of a table where it is one's; to be answered by `Lobby.report`.
    case analysis(any GameSession, table: Int?)
    /// Finished games to be looked up in the file of all of them; to be answered by `Lobby.report`.
    case games(GameQuery)
    /// The list of control tasks, if none is named; to be answered by `Lobby.finish`, like the next.
    case task(TaskRequest?)
    /// Actions in the client's task, as they were written.
    case step([UInt8])
    /// The figures of the server, for its operator; to be answered by `Lobby.report`.
    case metrics
  }
}
