import CProcessor

/// Numbers below the smallest normal one, 1.2e-38, of which a trained optimiser's moments are full:
/// many processors need a hundred times as long for them, and no network misses them.
enum Subnormals {
  /// Runs `body` with this thread reading and writing subnormal numbers as zero, then restores how
  /// it was.
  ///
  /// Everything that computes with weights runs within, packing as well as both directions, on
  /// every thread: whether a number counts as zero may not depend on who reads it.
  @inline(__always)
  static func flushed<Result>(_ body: () -> Result) -> Result {
    let control = processor_flush_subnormals()
    defer { processor_restore_subnormals(control) }
    return body()
  }
}
