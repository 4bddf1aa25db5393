import ArenaCore

extension GoPosition {
  /// Moves from the empty board, of either colour in any order, that lead here with the same last
  /// action and the same simple ko.
  ///
  /// Stones put one by one capture nothing, because every chain of the whole has a liberty, and
  /// every part of a chain one where the rest of it will be. A ko is made by its own capture.
  var constructingMoves: [(seat: Seat, action: Int)] {
    let stones = stones
    let pass = stones.count
    var moves: [(seat: Seat, action: Int)] = []
    for (cell, owner) in stones.enumerated() where cell != lastAction {
      if let owner { moves.append((owner, cell)) }
    }
    guard let lastAction, let turn else { return moves }
    if lastAction != pass, let owner = stones[lastAction] {
      if let ko = koPoint(of: lastAction, among: stones) { moves.append((owner.opponent, ko)) }
      moves.append((owner, lastAction))
    } else if lastAction == pass {
      moves.append((turn.opponent, pass))
    }
    return moves
  }

  /// Where the last stone may not be taken back: it stands alone, this is its only liberty, only
  /// its own colour is around it, and yet the point is forbidden.
  private func koPoint(of last: Int, among stones: [Seat?]) -> Int? {
    let around = neighbours(of: last)
    let liberties = around.filter { stones[$0] == nil }
    guard liberties.count == 1, let point = liberties.first, !isLegal(point),
      !around.contains(where: { stones[$0] == stones[last] }),
      neighbours(of: point).allSatisfy({ stones[$0] == stones[last] })
    else { return nil }
    return point
  }

  private func neighbours(of cell: Int) -> [Int] {
    let (row, column) = (cell / columns, cell % columns)
    return [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
      .filter { (0..<rows).contains($0.0) && (0..<columns).contains($0.1) }
      .map { $0.0 * columns + $0.1 }
  }
}
