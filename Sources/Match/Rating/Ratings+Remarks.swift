import ArenaCore

extension Ratings {
  /// What a reader must know: the model, the scale, the advantage and whether a prior was needed.
  func remarks(names: [String], scale: String) -> [String] {
    let draws =
      switch model.draws {
      case .halfWins: "Bradley-Terry, draws as half wins"
      case .raoKupper: "Bradley-Terry with draws by Rao and Kupper"
      case .davidson: "Bradley-Terry with draws by Davidson"
      }
    var remarks = ["Elo by maximum likelihood (\(draws)), 95 % intervals, \(scale)"]
    if model.hasAdvantage {
      remarks.append("moving first is worth \(advantage.description) Elo")
    }
    guard usesPrior else { return remarks }
    let groups = groups.map { group in group.map { names[$0] }.joined(separator: ", ") }
    let cause =
      groups.count > 1
      ? "no points taken both ways between the groups " + groups.joined(separator: " | ") + ": "
      : isPriorAutomatic ? "these results have no finite maximum: " : ""
    let games =
      priorGames == 1
      ? "one virtual game, half won,"
      : "\(Text.figure(priorGames)) virtual games, half of them won,"
    remarks.append("\(cause)each player was given \(games) against the mean")
    return remarks
  }
}
