import CProcessor
import Glibc
public import Kernels
import KernelsAVX2
import KernelsAVX512
import KernelsPortable

/// Which build of the inner loops runs. All compute the same; they differ in speed and, where one
/// fuses a product with its sum and another does not, in the last bits.
public enum KernelBuild: String, Codable, Sendable, CaseIterable {
  /// For any processor; training multiplies by OpenBLAS.
  case portable
  /// For processors with AVX2 and fused products: x86-64-v3, nearly all since 2015.
  case avx2
  /// For processors with AVX-512: x86-64-v4.
  case avx512

  /// The fastest that this processor can run, or the build that ARENA_KERNELS names, so that results
  /// of another processor can be repeated here.
  public static let best: KernelBuild = {
    let forced = getenv("ARENA_KERNELS").flatMap { KernelBuild(rawValue: String(cString: $0)) }
    if let forced, forced.isSupported { return forced }
    return avx512.isSupported ? .avx512 : avx2.isSupported ? .avx2 : .portable
  }()

  /// Whether this processor can run it.
  public var isSupported: Bool {
    switch self {
    case .portable: true
    case .avx2: processor_has_avx2()
    case .avx512: processor_has_avx512()
    }
  }

  /// Its functions.
  ///
  /// - Precondition: it is supported.
  public var kernels: any KernelSet.Type {
    precondition(isSupported, "this processor cannot run the \(rawValue) kernels")
    return switch self {
    case .portable: KernelsPortable.Loops.self
    case .avx2: KernelsAVX2.Loops.self
    case .avx512: KernelsAVX512.Loops.self
    }
  }
}
