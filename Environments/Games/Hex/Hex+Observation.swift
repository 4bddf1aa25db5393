public import ArenaCore

extension Hex {
  public var observationShape: ObservationShape {
    .planes(channels: 4, rows: size, columns: size)
  }

  public func observe(as seat: Seat, into features: inout MutableSpan<Float>) {
    let maySwap = isLegal(swap)
    for row in 0..<size {
      for column in 0..<size {
        let cell = row * size + column
        let owner = owner(row, column)
        features[cell] = owner == seat ? 1 : 0
        features[cells + cell] = owner == seat.opponent ? 1 : 0
        features[2 * cells + cell] = seat == .first ? 1 : 0
        features[3 * cells + cell] = cell == lastCell || maySwap ? 1 : 0
      }
    }
  }

  private var coordinates: Coordinates {
    Coordinates(columns: size, rows: size, firstRow: .top)
  }

  public func notation(of action: Int) -> String {
    action == swap ? "swap" : coordinates.name(of: action)
  }

  public func action(from notation: String) -> Int? {
    if allowsSwap && ASCII.isWord(notation, "swap") { return swap }
    return coordinates.cell(named: notation)
  }

  public var diagram: String {
    coordinates.diagram(slant: 1) { cell in
      switch owner(cell / size, cell % size) {
      case .first: "x"
      case .second: "o"
      case nil: "."
      }
    }
  }
}

extension Hex: Keyed {
  public var key: UInt64 { mixed(first.key, second.key, UInt64(plies), UInt64(lastCell + 1)) }
}

extension Hex: Symmetric {
  /// The identity and the half turn.
  public var symmetries: [Symmetry] {
    let all = BoardSymmetries.ofPlacement(columns: size, rows: size, extra: actionCount - cells)
    let turned = Array((0..<cells).reversed())
    return [all[0]] + all.dropFirst().filter { $0.cells == turned }
  }
}

extension Hex: Heuristic {
  /// How many stones each seat is short of connecting, on the shortest way.
  public func estimate(for seat: Seat) -> Double {
    let own = distance(for: seat)
    let other = distance(for: seat.opponent)
    let lead = Double(other - own) + (seat == turn ? 0.5 : -0.5)
    return lead / (1 + abs(lead))
  }

  private func distance(for seat: Seat) -> Int {
    var (first, second) = (first, second)
    return seat == .first
      ? first.distance(size) { second.contains($1, $0) }
      : second.distance(size) { first.contains($1, $0) }
  }
}
