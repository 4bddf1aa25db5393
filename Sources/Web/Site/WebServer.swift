import Dispatch
import Foundation

/// The web part on a thread of its own.
public final class WebServer: Sendable {
  /// The port that browsers find it on.
  public let port: UInt16
  private let mailbox: LoopMailbox
  private let done = DispatchSemaphore(value: 0)

  /// Opens the port and serves from then on.
  ///
  /// - Throws: `WebError` for a port that is taken or an address not of this machine.
  public init(_ configuration: WebConfiguration) throws(WebError) {
    let listener = try HTTPListener(address: configuration.address, port: configuration.port)
    port = listener.port
    let loop = try EventLoop()
    mailbox = loop.mailbox
    let site = try Site(configuration, listener, on: loop)
    serve(site, done)
  }

  /// Stops it and waits until it has.
  public func stop() {
    mailbox.stop()
    done.wait()
    done.signal()  // for whoever asks next
  }
}

// A free function: a closure made in an isolated context would be bound to its actor.
private func serve(_ site: Site, _ done: DispatchSemaphore) {
  // Handed over whole: only the new thread uses it from here on.
  nonisolated(unsafe) var site: Site? = site
  let thread = Thread {
    site?.loop.run()
    site?.server.closeAll()
    site = nil
    done.signal()
  }
  thread.name = "arena.web"
  thread.start()
}
