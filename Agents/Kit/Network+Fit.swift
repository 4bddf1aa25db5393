import ArenaCore
import NeuralCore
import Training

extension Network {
  /// Checks that the network observes what `world` shows and that a head has the right width.
  ///
  /// - Throws: `RunError.mismatch`, in one line for the user.
  func checkFits(_ world: some Environment, head: Int, width: Int) throws(RunError) {
    let shape = Shape(world.observationShape)
    guard architecture.input == shape else {
      throw .mismatch("the network observes \(architecture.input), not \(shape)")
    }
    guard outputWidth(head) == width else {
      throw .mismatch(
        "the network's \(architecture.heads[head].name) has \(outputWidth(head)) numbers, "
          + "not \(width)")
    }
  }
}
