import COpenBLAS

/// The one system library, in the few words the neural core needs.
///
/// OpenBLAS multiplies for the backward runs of processors with neither AVX2 nor AVX-512, where it
/// is the faster. It cannot run forward, because a row's bits would depend on its batch, and the
/// kernels built for AVX2 and AVX-512 multiply small matrices faster than it does.
public enum BLAS {
  /// Keeps OpenBLAS from starting threads of its own: the core threads above it, one product per
  /// thread. Call it once, before any network runs.
  public static func useOneThread() { openblas_set_num_threads(1) }

  /// The name of the processor kernel OpenBLAS chose, such as "Cooperlake".
  public static var coreName: String { String(cString: openblas_get_corename()) }

  /// c = a b + beta c, all row-major: a `[m, k]`, b `[k, n]`, c `[m, n]`, with strides from line to
  /// line.
  public static func multiply(
    m: Int, n: Int, k: Int, _ a: UnsafePointer<Float>, _ aStride: Int, _ b: UnsafePointer<Float>,
    _ bStride: Int, beta: Float, _ c: UnsafeMutablePointer<Float>, _ cStride: Int
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(m), Int32(n), Int32(k), 1, a,
      Int32(aStride), b, Int32(bStride), beta, c, Int32(cStride))
  }

  /// c = aᵀ b + beta c: a `[k, m]`, b `[k, n]`, c `[m, n]`.
  static func multiplyTransposed(
    m: Int, n: Int, k: Int, _ a: UnsafePointer<Float>, _ aStride: Int, _ b: UnsafePointer<Float>,
    _ bStride: Int, beta: Float, _ c: UnsafeMutablePointer<Float>, _ cStride: Int
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, Int32(m), Int32(n), Int32(k), 1, a,
      Int32(aStride), b, Int32(bStride), beta, c, Int32(cStride))
  }
}
