import Server
import TestKit
import Testing

/// The example of PROTOCOL.md in which a program acts in a control task.
@Suite struct TaskExampleTests {
  @Test func `the control task of the protocol's description runs as printed`() throws {
    let lines = try ProtocolDocument().section("Control tasks").filter { $0.hasPrefix("    ") }
    #expect(lines.count == 7)
    try withEmptyFolder { folder in
      let server = try ArenaServer([], in: folder)
      defer { withExtendedLifetime(server) {} }
      let client = try LineClient(host: "127.0.0.1", port: UInt16(server.port))
      _ = try client.readLine()
      for line in lines {
        let text = String(line.dropFirst(6))
        if line.hasPrefix("    > ") {
          try client.send(text)
        } else {
          #expect(try client.readLine() == text)
        }
      }
    }
  }
}
