public import ArenaCore
import NeuralCore

/// One more thing that the network learns to predict, so that its trunk learns faster; only
/// training runs for it, since players run the network without these heads.
///
/// A head whose weight is 0 is not built. Ownership and score need a game with points: for others
/// their default weights count as 0 and given ones are refused.
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

  /// The weights of the heads' losses; 0 builds no head.
  public struct Weights: OptionGroup {
    public var reply = 0.15
    public var softPolicy = 1.0
    public var ownership = 0.5
    public var score = 0.2

    public init() {}

    public static let fields: [OptionField<Self>] = [
      OptionField(
        "reply-weight", \.reply, 0...10, "weight of predicting the opponent's reply; 0 is off"),
      OptionField(
        "soft-policy-weight", \.softPolicy, 0...10,
        "weight of predicting the policy target's fourth root; 0 is off"),
      OptionField(
        "ownership-weight", \.ownership, 0...10,
        "weight of predicting who owns each cell in the end; games with points only; 0 is off"),
      OptionField(
        "score-weight", \.score, 0...10,
        "weight of predicting the final margin; games with points only; 0 is off"),
    ]

    private subscript(kind: Kind) -> Double {
      switch kind {
      case .reply: reply
      case .softPolicy: softPolicy
      case .ownership: ownership
      case .score: score
      }
    }

    /// The heads to build for `game`.
    ///
    /// - Throws: `OptionError.conflict` for a weight of a head that `game` cannot teach.
    func heads(for game: some BoardGame) throws(OptionError) -> [AuxiliaryHead] {
      let hasPoints = game is any Scored && game.observationShape.cells > 0
      var heads: [AuxiliaryHead] = []
      for kind in Kind.allCases where self[kind] > 0 {
        if kind.needsPoints && !hasPoints {
          throw .conflict(
            "\(kind.name)-weight must be 0 here: \(type(of: game).name) has no points")
        }
        heads.append(AuxiliaryHead(kind: kind, weight: Float(self[kind])))
      }
      return heads
    }
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
