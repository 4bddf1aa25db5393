import COpenBLAS

/// The one system library, in the few words the neural core needs.
public enum BLAS {
  /// Keeps OpenBLAS from starting threads of its own: the core threads above it, one product per
  /// thread. Call it once, before any network runs.
  public static func useOneThread() { openblas_set_num_threads(1) }

  /// The name of the processor kernel OpenBLAS chose, such as "Cooperlake".
  public static var coreName: String { String(cString: openblas_get_corename()) }

  /// c = a b + beta c, all row-major: a `[m, k]`, b `[k, n]`, c `[m, n]`, with the given strides
  /// from line to line.
  static func multiply(
    m: Int, n: Int, k: Int, _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>,
    _ ldb: Int, beta: Float, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(m), Int32(n), Int32(k), 1, a, Int32(lda), b,
      Int32(ldb), beta, c, Int32(ldc))
  }

  /// c = aᵀ b + beta c: a `[k, m]`, b `[k, n]`, c `[m, n]`.
  static func multiplyTransposedLeft(
    m: Int, n: Int, k: Int, _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>,
    _ ldb: Int, beta: Float, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, Int32(m), Int32(n), Int32(k), 1, a, Int32(lda), b,
      Int32(ldb), beta, c, Int32(ldc))
  }

  /// c = a bᵀ + beta c: a `[m, k]`, b `[n, k]`, c `[m, n]`.
  static func multiplyTransposedRight(
    m: Int, n: Int, k: Int, _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>,
    _ ldb: Int, beta: Float, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(m), Int32(n), Int32(k), 1, a, Int32(lda), b,
      Int32(ldb), beta, c, Int32(ldc))
  }
}
