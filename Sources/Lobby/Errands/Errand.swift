public import Match
public import Wire

/// Something that a client asked for and that others do, because it takes long: the client waits for
/// it, and nobody else does.
public struct Errand: Sendable {
  public let client: ClientID
  public let work: Work

  public enum Work: Sendable {
    /// To be answered by `Lobby.report`.
    case analysis(any GameSession)
    /// The list of control tasks, if none is named; to be answered by `Lobby.finish`, like the next.
    case task(TaskRequest?)
    /// Actions in the client's task, as they were written.
    case step([UInt8])
  }
}
