import ArenaCore
import NeuralCore

/// One more thing that the network learns to predict, so that its trunk learns faster; only
/// training pays for it, since players run the network without these heads.
///
/// A head whose weight is 0 is not built. Ownership and score need a game with points: for others
/// their standard weights count as 0 and given ones are refused.
///
/// Source: Wu 2019, "Accelerating Self-Play Learning in Go"; soft policy: KataGo's methods.
public struct AuxiliaryHead: Sendable, Hashable {
  public enum Kind: Int, Sendable, CaseIterable {
    /// The opponent's policy after the move that was played.
    case reply
    /// The policy target flattened to its fourth root.
    case softPolicy
    /// Who owns each cell when the game is over.
    case ownership
    /// The margin when the game is over, in points a cell.
    case score

    /// The head's name in the network, the metric's too.
    var name: String {
      switch self {
      case .reply: "reply"
      case .softPolicy: "soft-policy"
      case .ownership: "ownership"
      case .score: "score"
      }
    }

    var needsPoints: Bool { self == .ownership || self == .score }
  }

  public let kind: Kind
  /// The weight of its loss; the policy's and the value's are 1.
  public let weight: Float

  /// The weights of the heads; those that need points are 0 in games without.
  static func specs<Game: BoardGame>(for game: Game.Type) -> [OptionSpec] {
    let hasPoints = game is any Scored.Type
    return [
      OptionSpec(
        "reply-weight", .number(0...10), standard: "0.15",
        "weight of predicting the opponent's reply; 0 is off"),
      OptionSpec(
        "soft-policy-weight", .number(0...10), standard: "1",
        "weight of predicting the policy target's fourth root; 0 is off"),
      OptionSpec(
        "ownership-weight", .number(0...10), standard: hasPoints ? "0.5" : "0",
        "weight of predicting who owns each cell in the end; games with points only; 0 is off"),
      OptionSpec(
        "score-weight", .number(0...10), standard: hasPoints ? "0.2" : "0",
        "weight of predicting the final margin; games with points only; 0 is off"),
    ]
  }

  /// The heads to build for `game`.
  ///
  /// - Throws: `OptionError.conflict` for a weight of a head that `game` cannot teach.
  static func heads(
    _ options: Options, for game: some BoardGame
  ) throws(OptionError) -> [AuxiliaryHead] {
    let hasPoints = game is any Scored && game.observationShape.cells > 0
    var heads: [AuxiliaryHead] = []
    for kind in Kind.allCases {
      let option = kind.name + "-weight"
      let weight = options.number(option)
      guard weight > 0 else { continue }
      if kind.needsPoints && !hasPoints {
        throw .conflict("\(option) must be 0 here: \(type(of: game).name) has no points")
      }
      heads.append(AuxiliaryHead(kind: kind, weight: Float(weight)))
    }
    return heads
  }

  /// The head on top of a trunk of planes or of a vector.
  func head(for game: some BoardGame) -> Head {
    let isBoard = game.observationShape.cells > 0
    let reading: [Layer] =
      isBoard ? [.convolution(channels: 8, kernel: 1), .activation(.relu)] : []
    let layers: [Layer] =
      switch kind {
      case .reply, .softPolicy: reading + [.dense(outputs: game.actionCount, initial: .zero)]
      case .ownership:
        [
          .convolution(channels: 8, kernel: 1), .activation(.relu),
          .convolution(channels: 1, kernel: 1, initial: .zero),
        ]
      case .score:
        reading + [
          .dense(outputs: 32), .activation(.relu), .dense(outputs: 1, initial: .zero),
        ]
      }
    return Head(name: kind.name, layers: layers)
  }
}

extension ObservationShape {
  /// Cells of a plane; 0 where there are none.
  var cells: Int {
    switch self {
    case .planes(_, let rows, let columns): rows * columns
    case .vector: 0
    }
  }
}
