import Foundation

/// Measures how long work takes by the time that this thread spent on a core, so that other
/// programs disturb it little.
public enum Stopwatch {
  /// Processor seconds of this thread.
  public static var threadSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The median over `runs` of how many times a second `work` happens; each run repeats it until
  /// `seconds` are spent.
  ///
  /// - Parameter work: does something and returns how often it did it.
  @inlinable public static func rate(
    runs: Int = 5, seconds: Double = 0.2, _ work: () -> Int
  ) -> Double {
    _ = work()  // touches memory and caches once
    return median(
      (0..<runs).map { _ in
        let start = threadSeconds
        var count = 0
        var elapsed = 0.0
        repeat {
          count += work()
          elapsed = threadSeconds - start
        } while elapsed < seconds
        return Double(count) / elapsed
      })
  }

  public static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
