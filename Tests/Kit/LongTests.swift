import Foundation

/// Whether tests that take minutes run: with `ARENA_LONG_TESTS=1`.
public let runsLongTests = ProcessInfo.processInfo.environment["ARENA_LONG_TESTS"] == "1"

/// Whether comparisons with other programs run, where these are installed: with
/// `ARENA_PYTHON_CHECKS=1`.
public let runsPeerChecks = ProcessInfo.processInfo.environment["ARENA_PYTHON_CHECKS"] == "1"
