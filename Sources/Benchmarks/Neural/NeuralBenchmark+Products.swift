import Evaluation
import Foundation
import NeuralCore

/// Single matrix products: each build's against OpenBLAS', which is why each uses what it uses.
extension NeuralBenchmark {
  /// GFLOP/s of row-major products of Winograd's sizes, `[rows, depth]` by `[depth, outputs]`.
  func products() -> [BenchmarkResult] {
    [(32, 64, 64), (128, 64, 64), (128, 128, 128)].flatMap { rows, depth, outputs in
      KernelBuild.allCases.filter(\.isSupported).map { build in
        row((rows, depth, outputs), build.rawValue) { left, right, target in
          build.kernels.multiply(
            rows: rows, outputs: outputs, depth: depth, left: left, rowStride: depth,
            right: right, rightStride: outputs, target: target, targetStride: outputs)
        }
      } + [
        row((rows, depth, outputs), "OpenBLAS") { left, right, target in
          BLAS.multiply(
            m: rows, n: outputs, k: depth, left, depth, right, outputs, beta: 0, target, outputs)
        }
      ]
    }
  }

  private typealias Multiply = (
    UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>
  ) -> Void

  private func row(
    _ sizes: (rows: Int, depth: Int, outputs: Int), _ by: String, _ multiply: Multiply
  ) -> BenchmarkResult {
    func buffer(_ count: Int) -> UnsafeMutableBufferPointer<Float> {
      let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: count)
      buffer.initialize(repeating: 0)
      Self.fill(buffer)
      return buffer
    }
    let left = buffer(sizes.rows * sizes.depth)
    let right = buffer(sizes.depth * sizes.outputs)
    let target = buffer(sizes.rows * sizes.outputs)
    defer { for buffer in [left, right, target] { buffer.deallocate() } }
    guard let a = left.baseAddress, let b = right.baseAddress, let c = target.baseAddress else {
      preconditionFailure("no product has sizes \(sizes)")
    }
    let work = 2 * Double(sizes.rows * sizes.depth * sizes.outputs)
    let rates = (0..<repetitions).map { _ in
      let start = Self.now(CLOCK_THREAD_CPUTIME_ID)
      var calls = 0
      var elapsed = 0.0
      while elapsed < seconds / 5 {
        for _ in 0..<200 { multiply(a, b, c) }
        calls += 200
        elapsed = Self.now(CLOCK_THREAD_CPUTIME_ID) - start
      }
      return Double(calls) * work / elapsed / 1e9
    }
    return Self.measurement(
      "products", of: "[\(sizes.rows), \(sizes.depth)] by [\(sizes.depth), \(sizes.outputs)]",
      "by \(by)", Stopwatch.median(rates), "GFLOP/s")
  }
}
