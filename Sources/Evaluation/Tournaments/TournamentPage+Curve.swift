import ArenaCore
import Match

/// The ratings of a run's checkpoints against the time it had trained, as SVG.
extension TournamentPage {
  var curveSection: String {
    let rows = Dictionary(table.rows.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let points = checkpoints.compactMap { checkpoint in
      rows[checkpoint.player].map { (checkpoint, $0) }
    }
    guard points.count > 1, let low = points.map(\.1.lower).min(),
      let high = points.map(\.1.upper).max(), let end = points.map(\.0.minutes).max()
    else { return "" }
    let (width, height, left, bottom) = (680.0, 300.0, 56.0, 36.0)
    func x(_ minutes: Double) -> String {
      Text.fixed(left + (width - left - 12) * minutes / max(end, 1e-9), decimals: 1)
    }
    func y(_ elo: Double) -> String {
      Text.fixed(
        12 + (height - bottom - 12) * (high - elo) / max(high - low, 1), decimals: 1)
    }
    var svg = "<svg viewBox=\"0 0 680 300\" class=\"curve\" role=\"img\" "
    svg += "aria-label=\"rating against minutes of training\">\n"
    for tick in Self.ticks(low, high) {
      svg += "<line class=\"grid\" x1=\"\(left)\" x2=\"\(width - 12)\" y1=\"\(y(tick))\" "
      svg += "y2=\"\(y(tick))\"/><text x=\"\(left - 8)\" y=\"\(y(tick))\" class=\"y\">"
      svg += "\(Text.fixed(tick, decimals: 0))</text>\n"
    }
    for tick in Self.ticks(0, end) {
      svg += "<text x=\"\(x(tick))\" y=\"\(height - 16)\" class=\"x\">"
      svg += "\(Text.fixed(tick, decimals: end < 5 ? 1 : 0))</text>\n"
    }
    svg += "<text x=\"\(width / 2)\" y=\"\(height - 2)\" class=\"x\">minutes of training</text>\n"
    let runs = points.map(\.0.run).reduce(into: [String]()) { runs, run in
      if !runs.contains(run) { runs.append(run) }
    }
    for (index, run) in runs.enumerated() {
      let own = points.filter { $0.0.run == run }.sorted { $0.0.minutes < $1.0.minutes }
      let line = own.map { "\(x($0.0.minutes)),\(y($0.1.elo))" }.joined(separator: " ")
      svg += "<g class=\"run r\(index % 6)\"><polyline points=\"\(line)\"/>\n"
      for (checkpoint, row) in own {
        let place = x(checkpoint.minutes)
        svg +=
          "<line x1=\"\(place)\" x2=\"\(place)\" y1=\"\(y(row.lower))\" y2=\"\(y(row.upper))\"/>"
        svg += "<circle cx=\"\(place)\" cy=\"\(y(row.elo))\" r=\"4\"><title>"
        svg += "\(Self.escaped(row.name)): \(Text.signed(row.elo, decimals: 0))</title></circle>\n"
      }
      svg += "</g>\n"
    }
    let legend = runs.enumerated().map { index, run in
      "<li class=\"r\(index % 6)\">\(Self.escaped(run))</li>"
    }.joined()
    return "<section><h2>Rating against training time</h2>\n\(svg)</svg>\n"
      + "<ul class=\"legend\">\(legend)</ul></section>"
  }

  /// Round figures within an interval, about six of them.
  private static func ticks(_ low: Double, _ high: Double) -> [Double] {
    let rough = max((high - low) / 6, 1e-9)
    var step = 1e-9
    for unit in [1.0, 2, 5, 10] {
      var power = 1e-3
      while power < 1e6 {
        if unit * power <= rough { step = max(step, unit * power) }
        power *= 10
      }
    }
    var ticks: [Double] = []
    var tick = (low / step).rounded(.up) * step
    while tick <= high, ticks.count < 20 {
      ticks.append(tick)
      tick += step
    }
    return ticks
  }
}
