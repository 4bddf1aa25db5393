import COpenBLAS

/// The one system library. The core's products are its own kernels; what is left is to keep OpenBLAS
/// single-threaded and to tell which processor kernel it would use.
public enum BLAS {
  /// Keeps OpenBLAS from starting threads of its own. Call it once, before any network runs.
  public static func useOneThread() { openblas_set_num_threads(1) }

  /// The name of the processor kernel OpenBLAS chose, such as "Cooperlake".
  public static var coreName: String { String(cString: openblas_get_corename()) }
}
