public import ArenaCore

// What clients of a server read of each game: see the types for the whole of it.

private let cellsFromBelow =
  "the letter of the column and the number of the row, a1 in the lower left corner"
private let cellsFromAbove =
  "the letter of the column and the number of the row, a1 in the upper left corner"
private let ownStones = "1 where the seat has a stone"
private let theirStones = "1 where its opponent has a stone"
private let isFirst = "1 everywhere if the seat is the first"

extension MNK {
  public var guide: GameGuide {
    GameGuide(
      notation: cellsFromBelow, planes: [ownStones, theirStones],
      limits: "(columns + 1) * rows is at most 128")
  }
}

extension ConnectFour {
  public var guide: GameGuide {
    GameGuide(
      notation: "the number of the column, 1 on the left",
      planes: ["1 where the seat has a disc", "1 where its opponent has a disc"],
      limits: "columns * (rows + 1) is at most 128")
  }
}

extension Gomoku {
  public var guide: GameGuide {
    var planes = [
      ownStones, theirStones, "1 where the last stone was put",
      "1 everywhere if the seat plays black",
    ]
    var notation = cellsFromBelow
    if usesSwap2 {
      notation += "; swap takes the other colour, two puts two stones more"
      planes += [
        "1 everywhere if the seat to move may swap",
        "1 everywhere if it may ask for two stones more",
        "1 everywhere if it puts stones of the opening",
      ]
    }
    if showsThreats {
      for who in ["the seat", "its opponent"] {
        planes += ["winning row", "open four", "open three"].map { row in
          "1 where a stone of \(who) would make a\(row.hasPrefix("o") ? "n" : "") \(row)"
        }
      }
    }
    return GameGuide(
      notation: notation, planes: planes,
      limits: "length is at most size; renju has length 5")
  }
}

extension GoGame {
  public var guide: GameGuide {
    let chains = ["the seat", "its opponent"].flatMap { who in
      ["one liberty", "two liberties", "three or more liberties"].map { liberties in
        "1 where a chain of \(who) has \(liberties)"
      }
    }
    let moves = ["last action", "action before it", "third last action", "fourth last action"].map {
      "1 where the \($0) was played, nowhere for a pass"
    }
    return GameGuide(
      notation:
        "the letter of the column, without i, and the number of the row, a1 in the lower left "
        + "corner; pass",
      planes: [ownStones, theirStones] + chains + [
        "1 where superko alone forbids the seat to play"
      ] + moves + [
        "1 everywhere if the last action was a pass",
        "1 everywhere if the seat is the first, black",
        "everywhere the komi from the seat's view, in units of 15 points, within -1 to 1",
      ])
  }
}

extension Othello {
  public var guide: GameGuide {
    GameGuide(
      notation: "\(cellsFromAbove); pass, when nothing else is legal",
      planes: [
        "1 where the seat has a disc", "1 where its opponent has a disc",
        "1 where the seat to move may put a disc", isFirst,
      ])
  }
}

extension Hex {
  public var guide: GameGuide {
    GameGuide(
      notation: cellsFromAbove + (allowsSwap ? "; swap answers the first stone by taking it" : ""),
      planes: [
        ownStones, theirStones, "\(isFirst), which connects top and bottom",
        "1 where the last stone is, everywhere if swapping is legal",
      ])
  }
}

extension Breakthrough {
  public var guide: GameGuide {
    GameGuide(
      notation: "the cell it leaves and the cell it goes to, a2b3, row 1 at the bottom",
      planes: [
        "1 where the seat has a piece", "1 where its opponent has a piece",
        "\(isFirst), which moves up",
      ],
      limits: "columns * rows is at most 128")
  }
}
