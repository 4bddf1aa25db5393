import Foundation
public import Match
import Synchronization

/// A server on a thread of its own.
public final class RunningServer: Sendable {
  public let port: UInt16
  /// Takes connections from other parts of the program.
  public let door: ConnectionDoor
  /// Figures of it.
  public let metrics: ServerMetrics
  private let stopper: ServerStopper
  private let end: End

  /// Starts a server.
  ///
  /// - Throws: what `Server.init` throws; then nothing was started.
  public init(_ configuration: ServerConfiguration, games: GameDirectory) throws(ServerError) {
    let server = try Server(configuration, games: games)
    port = server.port
    door = server.door
    metrics = server.metrics
    stopper = server.stopper
    end = End()
    serve(server, end)
  }

  /// Stops it and waits until it has.
  ///
  /// - Throws: what ended the server before.
  public func stop() throws(ServerError) {
    stopper.stop()
    try end.wait()
  }

  /// How the server's thread ended.
  fileprivate final class End: Sendable {
    private let done = DispatchSemaphore(value: 0)
    private let failure = Mutex<ServerError?>(nil)

    func report(_ error: ServerError?) {
      failure.withLock { $0 = error }
      done.signal()
    }

    func wait() throws(ServerError) {
      done.wait()
      done.signal()  // for whoever asks next
      if let error = failure.withLock({ $0 }) { throw error }
    }
  }
}

// A free function: a closure made in an isolated context would be bound to its actor.
private func serve(_ server: Server, _ end: RunningServer.End) {
  // Handed over whole: only the new thread uses it from here on.
  nonisolated(unsafe) var server: Server? = server
  let thread = Thread {
    do throws(ServerError) {
      try server?.run()
      // The port and the journal are free again before anybody hears of the end.
      server = nil
      end.report(nil)
    } catch {
      server = nil
      end.report(error)
    }
  }
  thread.name = "arena.server"
  thread.start()
}
