import Foundation

/// Whether tests that take minutes run: with `ARENA_LONG_TESTS=1`.
public let runsLongTests = ProcessInfo.processInfo.environment["ARENA_LONG_TESTS"] == "1"
