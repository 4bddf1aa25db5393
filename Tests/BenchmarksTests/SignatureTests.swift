import Benchmarks
import Foundation
import Testing

/// Behaviour that no refactoring may change, in two numbers; see `Signature`.
///
/// After a change that is meant, put the new numbers into `signatures.json` and name the old and the
/// new ones in the commit's message: `swift run -c release arena bench signature`.
@Suite struct SignatureTests {
  private struct Expected: Decodable {
    let play: String
    /// By build of the inner loops. The portable one is missing on purpose: OpenBLAS multiplies in
    /// its training, and its bits depend on the processor.
    let learning: [String: String]
  }

  @Test func `rules, searches, a tournament and learners do what they did`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "signatures.json")
    let expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
    var parts: [String] = []
    let signature = try Signature.compute { parts.append("\($0.text)  \($0.name)") }
    let all = parts.joined(separator: "\n")
    #expect(signature.playText == expected.play, "\(all)")
    if let learning = expected.learning[signature.kernels.rawValue] {
      #expect(signature.learningText == learning, "\(all)")
    }
  }
}
