// swift-tools-version: 6.2
public import PackageDescription

// An import is its file's own unless it says `public`, and nothing is used that the file does not
// import: what a module shows of another one is read at the head of its files.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// Generic code crosses module borders everywhere here; without this one flag a rollout move costs
// half as much again and a generic loop over floats 300 times as much. It replaces thousands of
// @inlinable attributes.
let optimised: [SwiftSetting] = [
  .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))
]

/// Of modules without hot loops of their own. Their generic functions stay with them: the catalog would
/// compile each again for every game and task, which took a third of its time.
let plain: [SwiftSetting] = []

/// Of the match server: what may be touched by two at a time is settled there by whose thread it is,
/// and looking each access up took an eighth of the time of a move. Debug builds look.
let served =
  optimised + [
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
  ]

/// Inner loops of the neural core, built three times from the same files: for any processor, for
/// those with AVX2 and for those with AVX-512, chosen at run time. Never cross-module-optimised, so
/// that no instruction of one build can move into a caller that runs everywhere.
func kernels(_ name: String, _ settings: [SwiftSetting], flags: [String]) -> Target {
  .target(
    name: name, dependencies: ["CProcessor", "Kernels"],
    swiftSettings: strict + settings + [
      .unsafeFlags(["-Ounchecked"] + flags, .when(configuration: .release))
    ])
}

#if arch(x86_64)
let avx2 = kernels("KernelsAVX2", [.define("FUSED")], flags: ["-Xcc", "-march=x86-64-v3"])
let avx512 = kernels(
  "KernelsAVX512", [.define("FUSED"), .define("WIDE")], flags: ["-Xcc", "-march=x86-64-v4"])
#else
let avx2 = kernels("KernelsAVX2", [], flags: [])
let avx512 = kernels("KernelsAVX512", [], flags: [])
#endif

/// A library target of ours in `Sources/` (or at `path`), with its tests in `Tests/<name>Tests`,
/// where `data` names the folders that are not code; `documents` are the module's own texts, and
/// `resources` files that become part of the program.
func module(
  _ name: String, _ dependencies: [String], path: String? = nil, tests: [String] = [],
  data: [String] = [], documents: [String] = [], resources: [String] = [],
  settings: [SwiftSetting] = optimised
) -> [Target] {
  let names = dependencies.map { Target.Dependency(stringLiteral: $0) }
  let testNames = (dependencies + tests + [name, "TestKit"]).map {
    Target.Dependency(stringLiteral: $0)
  }
  return [
    .target(
      name: name, dependencies: names, path: path, exclude: documents,
      resources: resources.map { .embedInCode($0) }, swiftSettings: strict + settings),
    .testTarget(
      name: "\(name)Tests", dependencies: testNames, exclude: data, swiftSettings: optimised),
  ]
}

let package = Package(
  name: "arena",
  products: [.executable(name: "arena", targets: ["arena"])],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CProcessor"),
    .target(name: "CNetworks", exclude: ["Files", "README.md"]),
    .target(name: "Kernels", swiftSettings: strict),
    kernels("KernelsPortable", [], flags: []),
    avx2,
    avx512,
    .target(
      name: "TestKit", dependencies: ["ArenaCore", "Environments", "Search"], path: "Tests/Kit",
      swiftSettings: strict + optimised),
    .executableTarget(
      name: "arena",
      dependencies: [
        "ArenaCore", "Storage", "Environments", "NeuralCore", "Match", "Training", "Wire", "Lobby",
        "Server", "Web", "Evaluation", "Catalog", "Benchmarks",
      ],
      swiftSettings: strict + optimised),
    .testTarget(
      name: "arenaTests",
      dependencies: ["arena", "ArenaCore", "Match", "Server", "Catalog", "TestKit"],
      exclude: ["Browser", "PythonClient"],
      swiftSettings: optimised),
  ]
    + module("ArenaCore", [])
    + module(
      "Environments", ["ArenaCore"], path: "Environments", data: ["Traces"],
      documents: ["README.md", "TUTORIAL.md"])
    + module("Storage", [], documents: ["FORMATS.md"])
    + module(
      "NeuralCore",
      [
        "COpenBLAS", "CProcessor", "Storage", "Kernels", "KernelsPortable", "KernelsAVX2",
        "KernelsAVX512",
      ], tests: ["ArenaCore", "Benchmarks"], documents: ["README.md", "BENCHMARKS.md"])
    + module(
      "Search", ["ArenaCore"], tests: ["Environments", "Solvers"], documents: ["README.md"])
    + module("Solvers", ["ArenaCore"], tests: ["Environments"])
    + module(
      "Match", ["ArenaCore", "Storage"], tests: ["Environments"], documents: ["TUTORIAL.md"])
    + module(
      "Training", ["ArenaCore", "CNetworks", "Storage", "NeuralCore", "Match"],
      documents: ["README.md", "TUTORIAL.md"], settings: plain)
    + module("Wire", ["ArenaCore", "Match"], documents: ["PROTOCOL.md"], settings: served)
    + module("Lobby", ["ArenaCore", "Match", "Wire"], tests: ["Environments"], settings: served)
    + module(
      "Server", ["ArenaCore", "Storage", "Match", "Wire", "Lobby", "CLinux"],
      tests: ["Environments"], settings: served)
    + module(
      "Web", ["ArenaCore", "Storage", "Match", "Training", "CLinux"],
      tests: ["Environments", "Server", "Wire"], documents: ["README.md"],
      resources: [
        "shell.html", "style.css", "icon.svg", "elements.js", "board.js", "replay.js", "charts.js",
        "runs.js", "play.js", "ladder.js", "site.js", "report.js",
      ].map { "Pages/\($0)" })
    + module(
      "Agents",
      [
        "ArenaCore", "Storage", "Environments", "NeuralCore", "Search", "Solvers", "Match",
        "Training",
      ],
      path: "Agents", tests: ["Evaluation"],
      documents: [
        "README.md", "ENGINES.md", "AlphaZero/RESULTS.md", "ActorCritic/RESULTS.md",
        "DQN/RESULTS.md",
        "PolicyGradient/RESULTS.md", "Tabular/RESULTS.md",
      ])
    + module(
      "Evaluation",
      [
        "ArenaCore", "Storage", "Environments", "NeuralCore", "Search", "Solvers", "Match",
        "Training", "Agents",
      ], documents: ["Tournaments/README.md", "Tournaments/RESULTS.md"],
      resources: ["Positions/connect-four.txt"], settings: plain)
    + module(
      "Catalog",
      [
        "ArenaCore", "Environments", "Search", "Match", "Training", "Agents", "Evaluation",
      ], tests: ["NeuralCore"], data: ["Peers", "Playthroughs"])
    + module(
      "Benchmarks",
      [
        "ArenaCore", "Environments", "NeuralCore", "Search", "Match", "Training", "Agents",
        "Evaluation", "Catalog",
      ],
      data: ["signatures.json"]),
  swiftLanguageModes: [.v6]
)
