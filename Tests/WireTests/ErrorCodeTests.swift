import TestKit
import Testing

@testable import Wire

@Suite struct ErrorCodeTests {
  @Test func `the protocol's description lists the error codes that there are`() throws {
    #expect(
      try ProtocolDocument().firstCells(under: "Errors") == WireError.Code.allCases.map(\.rawValue))
  }
}
