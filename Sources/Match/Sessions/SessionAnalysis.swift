public import ArenaCore

/// What a search found out about a position, from the view of the seat to move.
public struct SessionAnalysis: Sendable, Hashable {
  /// Expected result, -1 (lost) ... 1 (won); exact where it is proven.
  public var value: Double
  /// What is proven: -1, 0 or 1, with the plies to the end by the line found; nil where nothing is.
  public var proof: Proof?
  /// Simulations behind it.
  public var simulations: Int
  /// The legal actions, the best first.
  public var candidates: [Candidate]
  /// The actions that both sides would choose from here.
  public var variation: [Int]

  public struct Proof: Sendable, Hashable {
    public var value: Int
    public var plies: Int

    public init(value: Int, plies: Int) {
      self.value = value
      self.plies = plies
    }
  }

  public struct Candidate: Sendable, Hashable {
    public var action: Int
    public var visits: Int
    /// The policy's probability, before any search.
    public var prior: Double
    /// Nil where the search never tried it.
    public var value: Double?

    public init(action: Int, visits: Int, prior: Double, value: Double?) {
      self.action = action
      self.visits = visits
      self.prior = prior
      self.value = value
    }
  }

  public init(
    value: Double, proof: Proof?, simulations: Int, candidates: [Candidate], variation: [Int]
  ) {
    self.value = value
    self.proof = proof
    self.simulations = simulations
    self.candidates = candidates
    self.variation = variation
  }
}

/// Analyses positions of a game, on the caller's thread.
public protocol SessionAnalyst: Sendable {
  /// Whether it knows games that begin like this one; quick.
  func analyses(_ session: any GameSession) -> Bool

  /// - Parameters:
  ///   - session: a running game.
  ///   - simulations: at most so many.
  ///   - limit: after how long to stop in any case.
  /// - Throws: `Surrender` where the evaluation is no number, or the game another.
  func analyse(
    _ session: any GameSession, simulations: Int, limit: Duration
  ) throws(Surrender) -> SessionAnalysis
}
