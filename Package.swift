// swift-tools-version: 6.2
import PackageDescription

// Generic code crosses module borders everywhere here; without this one flag a rollout move costs
// half as much again and a generic loop over floats 300 times as much. It replaces thousands of
// @inlinable attributes.
let optimised: [SwiftSetting] = [
  .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))
]

/// A library target of ours in `Sources/` (or at `path`), with its tests in `Tests/<name>Tests`,
/// where `data` names the folders that are not code.
func module(
  _ name: String, _ dependencies: [String], path: String? = nil, tests: [String] = [],
  data: [String] = []
) -> [Target] {
  let names = dependencies.map { Target.Dependency(stringLiteral: $0) }
  let testNames = (dependencies + tests + [name, "TestKit"]).map {
    Target.Dependency(stringLiteral: $0)
  }
  return [
    .target(name: name, dependencies: names, path: path, swiftSettings: optimised),
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
    .target(
      name: "TestKit", dependencies: ["ArenaCore"], path: "Tests/Kit", swiftSettings: optimised),
    .executableTarget(
      name: "arena",
      dependencies: [
        "ArenaCore", "Storage", "Environments", "NeuralCore", "Search", "Match", "Training", "Wire",
        "Server",
        "Agents", "Catalog",
      ],
      swiftSettings: optimised),
    .testTarget(name: "arenaTests", dependencies: ["arena", "TestKit"], swiftSettings: optimised),
  ]
    + module("ArenaCore", [])
    + module("Environments", ["ArenaCore"], path: "Environments", data: ["Playthroughs"])
    + module("Storage", [])
    + module("NeuralCore", ["COpenBLAS", "Storage"])
    + module("Search", ["ArenaCore"], tests: ["Environments"])
    + module("Match", ["ArenaCore", "Storage"], tests: ["Environments"])
    + module("Training", ["ArenaCore", "Storage", "NeuralCore", "Match"])
    + module("Wire", ["ArenaCore", "Match"], tests: ["Environments"])
    + module(
      "Server", ["ArenaCore", "Storage", "Match", "Wire", "CLinux"], tests: ["Environments"])
    + module(
      "Agents", ["ArenaCore", "Storage", "NeuralCore", "Search", "Training"], path: "Agents",
      tests: ["Environments"])
    + module(
      "Catalog",
      [
        "ArenaCore", "Storage", "Environments", "NeuralCore", "Search", "Match", "Training",
        "Agents",
      ]),
  swiftLanguageModes: [.v6]
)
