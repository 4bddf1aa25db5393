public import ArenaCore

/// Lets a model evaluate each position through its symmetries: the mean over all of them, or one of them
/// drawn at random.
///
/// Logits and values are averaged as they are, not as probabilities.
public struct SymmetricEvaluator<Game: Symmetric, Model: PolicyValueModel>: Evaluator {
  /// Which symmetries a position is seen through.
  public enum Choice: Sendable {
    /// All of them; costs as many evaluations.
    case all
    /// One, drawn for each position; costs as much as none and removes bias in the long run.
    case random(RandomSource)
  }

  public var model: Model
  private var choice: Choice
  private let symmetries: [Symmetry]
  private var plain: [Float] = []  // one observation before its symmetry
  private var logits: [Float] = []  // [rows of the model, actionCount]
  private var values: [Float] = []  // [rows of the model]

  /// - Parameter game: any position of the configuration to evaluate.
  public init(_ model: Model, for game: Game, seeing choice: Choice = .all) {
    self.model = model
    self.choice = choice
    symmetries = game.symmetries
    precondition(!symmetries.isEmpty, "a game has at least one symmetry, the identity")
  }

  public mutating func evaluate(_ batch: inout EvaluationBatch<Game>) {
    guard !batch.isEmpty else { return }
    let drawn = drawSymmetries(rows: batch.count)
    let views = drawn.count / batch.count
    let width = batch.positions[0].observationShape.count
    makeRoom(rows: batch.capacity * views, width: width, actions: batch.actionCount)

    let (positions, symmetries) = (batch.positions, symmetries)
    // Taken out of self for exclusive access; a moved value is not copied.
    var plain: [Float] = []
    swap(&plain, &self.plain)
    model.evaluate(
      count: drawn.count,
      observing: { view, image in
        var span = plain.mutableSpan
        positions[view / views].observeAsMover(into: &span)
        symmetries[drawn[view]].apply(toPlanes: plain.span, into: &image)
      }, logits: &logits, values: &values)
    self.plain = plain

    let share = 1 / Float(views)
    for row in 0..<batch.count {
      batch.values[row] = 0
      for index in batch.logitRange(of: row) { batch.logits[index] = 0 }
    }
    for (view, index) in drawn.enumerated() {
      let row = view / views
      batch.values[row] += share * values[view]
      for (action, image) in symmetries[index].actions.enumerated() {
        batch.logits[row * batch.actionCount + action] +=
          share * logits[view * batch.actionCount + image]
      }
    }
  }

  /// The symmetry of each row given to the model, the views of a position next to each other.
  private mutating func drawSymmetries(rows: Int) -> [Int] {
    switch choice {
    case .all: return (0..<rows * symmetries.count).map { $0 % symmetries.count }
    case .random(var random):
      let drawn = (0..<rows).map { _ in random.below(symmetries.count) }
      choice = .random(random)
      return drawn
    }
  }

  private mutating func makeRoom(rows: Int, width: Int, actions: Int) {
    if plain.count != width { plain = [Float](repeating: 0, count: width) }
    if values.count < rows { values = [Float](repeating: 0, count: rows) }
    if logits.count < rows * actions { logits = [Float](repeating: 0, count: rows * actions) }
  }
}

extension SymmetricEvaluator: Sendable where Model: Sendable {}
