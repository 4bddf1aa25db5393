import Foundation

/// Pages of 2 MiB instead of 4 KiB, 512 times fewer to look up: a network's weights and planes are
/// more pages than the processor remembers.
public enum HugePages {
  /// Bytes of one.
  static let size = 1 << 21

  /// Whether large blocks ask for them: by default, unless ARENA_HUGE_PAGES is "off".
  @TaskLocal public static var areWanted =
    ProcessInfo.processInfo.environment["ARENA_HUGE_PAGES"] != "off"

  /// What the system does about them, such as "madvise": on request.
  public static var setting: String {
    let path = "/sys/kernel/mm/transparent_hugepage/enabled"
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? "unknown"
    return text.firstMatch(of: /\[(\w+)\]/).map { String($0.1) } ?? "unknown"
  }

  /// Zeroed memory of at least `bytes` bytes, whole huge pages that begin at one; nil when the system
  /// has none left.
  static func map(_ bytes: Int) -> (base: UnsafeMutableRawPointer, count: Int)? {
    let (rounded, overflow) = bytes.addingReportingOverflow(2 * size)
    guard !overflow else { return nil }
    let count = rounded / size * size - size
    // One page more than needed, to cut the block out where a huge page begins.
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    guard let found = mmap(nil, count + size, PROT_READ | PROT_WRITE, flags, -1, 0),
      found != MAP_FAILED
    else { return nil }
    let before = -Int(bitPattern: found) & (size - 1)
    if before > 0 { munmap(found, before) }
    if before < size { munmap(found + before + count, size - before) }
    let base = found + before
    // Refused where the kernel has none: then it is ordinary memory.
    madvise(base, count, areWanted ? MADV_HUGEPAGE : MADV_NOHUGEPAGE)
    return (base, count)
  }

  /// Bytes of this process that lie on huge pages now; nil where the system does not say.
  public static var bytesInUse: Int? {
    let lines = try? String(contentsOfFile: "/proc/self/smaps_rollup", encoding: .utf8)
    let line = lines?.split(separator: "\n").first { $0.hasPrefix("AnonHugePages:") }
    return line?.split(separator: " ").compactMap { Int($0) }.first.map { $0 * 1024 }
  }
}
