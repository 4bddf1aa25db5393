import Foundation

/// The sizes of a processor's caches in bytes; 0 where the system does not say.
public struct Caches: Sendable, Hashable {
  /// Of level 1 (data), 2 and 3.
  public var level1 = 0
  public var level2 = 0
  public var level3 = 0

  /// Those of this processor.
  public static let here = Caches(folder: "/sys/devices/system/cpu/cpu0/cache")

  /// As Linux describes them in the files of `folder`.
  public init(folder: String) {
    func text(_ name: String) -> String {
      let text = try? String(contentsOfFile: folder + "/" + name, encoding: .utf8)
      return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }
    for index in 0..<8 where text("index\(index)/type") != "Instruction" {
      let size = text("index\(index)/size")
      let unit = size.hasSuffix("K") ? 1 << 10 : size.hasSuffix("M") ? 1 << 20 : 1
      let bytes = (Int(size.filter(\.isNumber)) ?? 0) * unit
      switch text("index\(index)/level") {
      case "1": level1 = bytes
      case "2": level2 = bytes
      case "3": level3 = bytes
      default: break
      }
    }
  }

  /// Bytes of the second-level cache that work is cut to fit, within 256 KiB and 4 MiB: what
  /// ARENA_L2_KIB says, so that another processor's blocks can be measured here, or else this
  /// processor's; 1 MiB where it is not known.
  ///
  /// No result depends on it, but for those of the portable kernels in training, whose sums are
  /// OpenBLAS': they always take 1 MiB.
  public static let target: Int = {
    let forced = ProcessInfo.processInfo.environment["ARENA_L2_KIB"].flatMap { Int($0) }
    let found = KernelBuild.best == .portable || here.level2 == 0 ? 1 << 20 : here.level2
    return min(max(forced.map { $0 << 10 } ?? found, 256 << 10), 4 << 20)
  }()
}
