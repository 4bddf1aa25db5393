import ArenaCore
import Foundation
import NeuralCore
import Testing

@Suite struct LossTests {
  private let logits: [Float] = [0.3, -1.2, 2.0, 0.7, -0.4]
  private let target: [Float] = [0.1, 0.0, 0.6, 0.3, 0.0]
  private let legal = [true, true, true, true, false]

  /// Compares a loss's gradient with central differences of its value.
  private func check(
    _ point: [Float], step: Float = 1e-2, tolerance: Double = 2e-4,
    _ loss: (UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) -> Double
  ) {
    func value(_ point: [Float], _ gradient: inout [Float]) -> Double {
      point.withUnsafeBufferPointer { point in
        gradient.withUnsafeMutableBufferPointer { loss(point, $0) }
      }
    }
    var gradient = [Float](repeating: 0, count: point.count)
    var unused = gradient
    _ = value(point, &gradient)
    for index in point.indices {
      var (above, below) = (point, point)
      above[index] += step
      below[index] -= step
      let slope =
        (value(above, &unused) - value(below, &unused)) / Double(above[index] - below[index])
      #expect(abs(slope - Double(gradient[index])) < tolerance, "element \(index)")
    }
  }

  @Test(arguments: [false, true])
  func `cross-entropy`(isMasked: Bool) {
    check(logits) { point, gradient in
      target.withUnsafeBufferPointer { target in
        legal.withUnsafeBufferPointer { legal in
          Loss.crossEntropy(
            logits: point, target: target, legal: isMasked ? legal : nil, weight: 1,
            gradient: gradient)
        }
      }
    }
  }

  @Test(arguments: [false, true])
  func `entropy`(isMasked: Bool) {
    check(logits) { point, gradient in
      legal.withUnsafeBufferPointer { legal in
        Loss.entropy(
          logits: point, legal: isMasked ? legal : nil, weight: 1, gradient: gradient)
      }
    }
  }

  @Test func `log probability of an action`() {
    check(logits) { point, gradient in
      legal.withUnsafeBufferPointer { legal in
        Loss.logProbability(of: 2, logits: point, legal: legal, weight: 1, gradient: gradient)
      }
    }
  }

  @Test(arguments: [-3, -0.4, 0.2, 5])
  func `squared error and Huber, on both sides of its threshold`(output: Float) {
    check([output]) { point, gradient in
      Loss.squaredError(output: point[0], target: 0.5, weight: 1, gradient: &gradient[0])
    }
    check([output]) { point, gradient in
      Loss.huber(
        output: point[0], target: 0.5, threshold: 0.8, weight: 1, gradient: &gradient[0])
    }
  }

  @Test func `illegal actions get no probability and no gradient`() {
    var gradient = [Float](repeating: 0, count: 5)
    var probabilities = [Float](repeating: 9, count: 5)
    logits.withUnsafeBufferPointer { logits in
      legal.withUnsafeBufferPointer { legal in
        gradient.withUnsafeMutableBufferPointer {
          _ = Loss.entropy(logits: logits, legal: legal, weight: 1, gradient: $0)
        }
        probabilities.withUnsafeMutableBufferPointer {
          Softmax.probabilities(logits, legal: legal, into: $0)
        }
      }
    }
    #expect(gradient[4] == 0)
    #expect(probabilities[4] == 0)
    #expect(abs(probabilities.reduce(0, +) - 1) < 1e-6)
  }

  @Test func `log probabilities are the logarithms of the probabilities`() {
    var probabilities = [Float](repeating: 9, count: 5)
    var logarithms = probabilities
    logits.withUnsafeBufferPointer { logits in
      legal.withUnsafeBufferPointer { legal in
        probabilities.withUnsafeMutableBufferPointer {
          Softmax.probabilities(logits, legal: legal, into: $0)
        }
        logarithms.withUnsafeMutableBufferPointer {
          Softmax.logProbabilities(logits, legal: legal, into: $0)
        }
      }
    }
    for action in 0..<4 { #expect(abs(exp(logarithms[action]) - probabilities[action]) < 1e-6) }
    #expect(logarithms[4] == -.infinity)
  }

  @Test func `softmax survives large logits`() {
    let large: [Float] = [1000, 999, -1000]
    var probabilities = [Float](repeating: 0, count: 3)
    large.withUnsafeBufferPointer { logits in
      probabilities.withUnsafeMutableBufferPointer {
        Softmax.probabilities(logits, into: $0)
      }
    }
    #expect(abs(probabilities[0] - 0.7310586) < 1e-5)
    #expect(probabilities[2] == 0)
  }
}
