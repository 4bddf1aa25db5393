import Catalog

enum BenchCommand: Command {
  static let name = "bench"
  static let summary = "measures speed: of the rules, the search, the network, the server"
  static let usage = "AREA [--only NAME] [--json]"
  static let flags = [
    Flag("only", "NAME", "measures only the cases whose name contains this"),
    Flag("json", "prints one JSON object a line: area, case, metric, value, unit, threads"),
  ]
  static let details = """
      environments  random games and steps a second, state sizes, copies; one core
      neural        networks forward and in training, 1 and 2 threads, batches 1 to 256
      search        simulations a second, through the catalog and directly
    Figures are medians of five runs. Rates are per processor second where one thread works, by the
    wall clock where more do.
    """

  private typealias Area = @Sendable (String, (Measurement) -> Void) throws -> Void

  private static let areas: [String: Area] = [
    "environments": Benchmarks.environments, "neural": Benchmarks.neural,
    "search": Benchmarks.search,
  ]

  static func run(_ arguments: Arguments) throws {
    let name = try arguments.take("AREA")[0]
    guard let area = areas[name] else {
      let names = areas.keys.sorted().joined(separator: ", ")
      throw UsageError("unknown area '\(name)': there are \(names)")
    }
    let isJSON = arguments.has("json")
    if name == "neural" && !isJSON { say(Benchmarks.neuralSetting) }
    try area(arguments.text("only") ?? "") { row in say(isJSON ? row.jsonLine : row.text) }
  }
}
