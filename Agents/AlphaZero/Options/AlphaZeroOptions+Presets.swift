import Search

/// Defaults that suit a game better than the general ones; each was measured against them (see
/// RESULTS.md).
extension AlphaZeroOptions {
  public static let connectFour = fewSimulations {
    $0.selfPlay.search.leafProofNodes = 100
    $0.selfPlay.search.rootProofNodes = 5000
    $0.selfPlay.openingPlies = 30
    $0.selfPlay.search.temperature.plateau = 4
  }

  public static let gomoku = fewSimulations {
    $0.selfPlay.search.leafProofNodes = 100
    $0.selfPlay.search.rootProofNodes = 2000
    $0.selfPlay.openingPlies = 8
    $0.selfPlay.search.temperature.plateau = 8
  }

  /// On boards of all sizes.
  public static let go = fewSimulations { $0.selfPlay.search.temperature.plateau = 10 }

  /// Gumbel search, which learns from as few as 16 to 32 simulations a move, and more.
  private static func fewSimulations(_ change: (inout Self) -> Void) -> Self {
    var options = Self()
    options.selfPlay.search.method = .gumbel
    options.selfPlay.simulationsAtStart = 16
    options.selfPlay.simulations = 32
    change(&options)
    return options
  }
}
