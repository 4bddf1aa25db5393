extension Taxi {
  // ':' opens the way between two cells, '|' is a wall.
  private static let grid = [
    "|R: | : :G|", "| : | : : |", "| : : : : |", "| | : | : |", "|Y| : |B: |",
  ].map { Array($0.utf8) }

  /// The dynamics; a nil `forwardProbability` is dry weather.
  static func table(forwardProbability: Double?) -> TransitionTable {
    let start = (0..<500).map { number in
      let state = TaxiState(number)
      return state.passenger < 4 && state.passenger != state.destination ? 1.0 : 0
    }
    return TransitionTable(start: start, actionCount: 6) { number, action in
      let state = TaxiState(number)
      switch action {
      case 4: return [pickedUp(state)]
      case 5: return [droppedOff(state)]
      default:
        let ahead = moved(state, action)
        guard let forwardProbability else { return [.init(1, to: ahead.number, reward: -1)] }
        let aside = (1 - forwardProbability) / 2
        let (left, right) = ahead == state ? (state, state) : drifted(state, action)
        return [
          .init(forwardProbability, to: ahead.number, reward: -1),
          .init(aside, to: left.number, reward: -1),
          .init(aside, to: right.number, reward: -1),
        ]
      }
    }
  }

  private static func pickedUp(_ state: TaxiState) -> TransitionTable.Transition {
    guard state.passenger < 4, state.stand == state.passenger else {
      return .init(1, to: state.number, reward: -10)
    }
    var next = state
    next.passenger = TaxiState.inTaxi
    return .init(1, to: next.number, reward: -1)
  }

  private static func droppedOff(_ state: TaxiState) -> TransitionTable.Transition {
    guard state.passenger == TaxiState.inTaxi, let stand = state.stand else {
      return .init(1, to: state.number, reward: -10)
    }
    var next = state
    next.passenger = stand
    let arrived = stand == state.destination
    return .init(1, to: next.number, reward: arrived ? 20 : -1, terminates: arrived)
  }

  private static func isOpen(_ row: Int, _ gap: Int) -> Bool {
    grid[row][2 * gap] == UInt8(ascii: ":")
  }

  private static func moved(_ state: TaxiState, _ action: Int) -> TaxiState {
    var next = state
    switch action {
    case 0: next.row = min(state.row + 1, 4)
    case 1: next.row = max(state.row - 1, 0)
    case 2: if isOpen(state.row, state.column + 1) { next.column += 1 }
    default: if isOpen(state.row, state.column) { next.column -= 1 }
    }
    return next
  }

  /// Where the rain takes a move to its left and to its right.
  private static func drifted(_ state: TaxiState, _ action: Int) -> (TaxiState, TaxiState) {
    let (south, north, east, west) = (0, 1, 2, 3)
    let sides = [(east, west), (west, east), (north, south), (south, north)][action]
    return (moved(state, sides.0), moved(state, sides.1))
  }
}
