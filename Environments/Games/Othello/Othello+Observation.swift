public import ArenaCore

extension Othello {
  public var observationShape: ObservationShape {
    .planes(channels: 4, rows: size, columns: size)
  }

  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    let own = discs(of: seat)
    let opposing = discs(of: seat.opponent)
    for cell in 0..<cells {
      let bit: UInt64 = 1 << UInt64(bit(of: cell))
      features[cell] = own & bit == 0 ? 0 : 1
      features[cells + cell] = opposing & bit == 0 ? 0 : 1
      features[2 * cells + cell] = moves & bit == 0 ? 0 : 1
      features[3 * cells + cell] = seat == .first ? 1 : 0
    }
  }

  private var coordinates: Coordinates {
    Coordinates(columns: size, rows: size, firstRow: .top)
  }

  public func notation(of action: Int) -> String {
    action == pass ? "pass" : coordinates.name(of: action)
  }

  public func action(from notation: String) -> Int? {
    ASCII.isWord(notation, "pass") ? pass : coordinates.cell(named: notation)
  }

  public var diagram: String {
    let (black, white) = (discs(of: .first), discs(of: .second))
    return coordinates.diagram { cell in
      let bit: UInt64 = 1 << UInt64(bit(of: cell))
      return black & bit != 0 ? "x" : white & bit != 0 ? "o" : "."
    }
  }
}

extension Othello: Keyed {
  public var key: UInt64 { mixed(mover, other, UInt64(toMove.rawValue)) }
}

extension Othello: Scored {
  public func ownership(for seat: Seat, into cells: inout MutableSpan<Float>) {
    let own = discs(of: seat)
    let opposing = discs(of: seat.opponent)
    for cell in 0..<self.cells {
      let bit: UInt64 = 1 << UInt64(bit(of: cell))
      cells[cell] = own & bit != 0 ? 1 : opposing & bit != 0 ? -1 : 0
    }
  }

  public func margin(for seat: Seat) -> Double {
    Double(seat == .first ? discMargin : -discMargin)
  }
}

extension Othello: Heuristic {
  /// Corners first, then the number of moves, then discs.
  public func estimate(for seat: Seat) -> Double {
    let own = discs(of: seat)
    let opposing = discs(of: seat.opponent)
    let last = UInt64(size - 1)
    let corners: UInt64 = 1 | 1 << last | 1 << (8 * last) | 1 << (9 * last)
    let cornerLead = (own & corners).nonzeroBitCount - (opposing & corners).nonzeroBitCount
    let mobilityLead =
      Self.moves(own, opposing, on: board).nonzeroBitCount
      - Self.moves(opposing, own, on: board).nonzeroBitCount
    let discLead = own.nonzeroBitCount - opposing.nonzeroBitCount
    let sum = 0.5 * Double(cornerLead) + 0.08 * Double(mobilityLead) + 0.01 * Double(discLead)
    return sum / (1 + abs(sum))
  }
}

extension Othello: Symmetric {
  /// Those of the square that leave the first four discs as they are: the identity, the half turn
  /// and the reflections in both diagonals.
  public var symmetries: [Symmetry] {
    let all = BoardSymmetries.ofPlacement(columns: size, rows: size, extra: 1)
    let low = size / 2 - 1
    let black = [low * size + low + 1, (low + 1) * size + low]
    return all.filter { symmetry in black.allSatisfy { black.contains(symmetry.cells[$0]) } }
  }
}
