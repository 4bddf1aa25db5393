import ArenaCore
import NeuralCore

extension KernelBuild {
  /// The builds of the inner loops that can be tested here.
  static var supported: [KernelBuild] { allCases.filter(\.isSupported) }
}

/// Small networks that between them hold every layer in every position that matters.
enum SampleNetworks {
  static let all: [(name: String, architecture: Architecture)] = [
    (
      "dense",
      Architecture(
        input: .vector(5), trunk: [.dense(outputs: 7), .activation(.tanh)],
        heads: [
          Head(name: "policy", layers: [.dense(outputs: 3)]),
          Head(
            name: "value", layers: [.dense(outputs: 4), .activation(.mish), .dense(outputs: 1)]),
        ])
    ),
    (
      "dense residual",
      Architecture(
        input: .vector(6),
        trunk: [
          .dense(outputs: 18), .residual([.activation(.relu), .dense(outputs: 18)]),
          .residual([.dense(outputs: 18), .activation(.leakyRelu(slope: 0.1))]),
          .activation(.relu), .residual([.activation(.relu)]),
        ],
        heads: [
          Head(name: "trunk itself", layers: []), Head(name: "again", layers: []),
          Head(name: "sigma", layers: [.constant(outputs: 2, value: 0.5)]),
        ])
    ),
    (
      "planes",
      Architecture(
        input: .planes(channels: 3, rows: 4, columns: 5),
        trunk: [
          .convolution(channels: 18, kernel: 3), .activation(.relu),
          .residual([
            .convolution(channels: 18, kernel: 3), .activation(.relu),
            .convolution(channels: 18, kernel: 3),
          ]),
          .activation(.relu),
          .residual([
            .activation(.mish), .convolution(channels: 6, kernel: 1), .activation(.tanh),
            .convolution(channels: 18, kernel: 3),
          ]),
        ],
        heads: [
          Head(
            name: "policy",
            layers: [
              .convolution(channels: 2, kernel: 1), .activation(.relu), .dense(outputs: 5),
            ]),
          Head(name: "map", layers: [.convolution(channels: 1, kernel: 1)]),
          Head(name: "value", layers: [.dense(outputs: 1), .activation(.tanh)]),
        ])
    ),
    (
      "planes without trunk",
      Architecture(
        input: .planes(channels: 2, rows: 3, columns: 3), trunk: [],
        heads: [
          Head(name: "flat", layers: [.dense(outputs: 2)]),
          Head(name: "map", layers: [.residual([.convolution(channels: 2, kernel: 3)])]),
          Head(name: "everything", layers: []),
        ])
    ),
    (
      "batch normalisation of planes",
      Architecture(
        input: .planes(channels: 2, rows: 4, columns: 3),
        trunk: [
          .convolution(channels: 5, kernel: 3), .batchNormalisation, .activation(.relu),
          .residual([
            .convolution(channels: 5, kernel: 3), .batchNormalisation, .activation(.relu),
            .convolution(channels: 5, kernel: 3), .batchNormalisation,
          ]), .activation(.relu),
          .residual([.batchNormalisation, .activation(.tanh)]),
        ],
        heads: [
          Head(name: "map", layers: [.convolution(channels: 2, kernel: 1), .batchNormalisation])
        ])
    ),
    (
      "batch normalisation of vectors",
      Architecture(
        input: .vector(4),
        trunk: [.batchNormalisation, .dense(outputs: 5), .batchNormalisation, .activation(.tanh)],
        heads: [Head(name: "a", layers: [.dense(outputs: 2)])])
    ),
    (
      "layer normalisation",
      Architecture(
        input: .planes(channels: 2, rows: 3, columns: 4),
        trunk: [
          .convolution(channels: 5, kernel: 3), .layerNormalisation, .activation(.tanh),
        ],
        heads: [
          Head(
            name: "a", layers: [.dense(outputs: 6), .layerNormalisation, .dense(outputs: 2)])
        ])
    ),
    (
      "pooling",
      Architecture(
        input: .planes(channels: 2, rows: 4, columns: 4),
        trunk: [
          .convolution(channels: 6, kernel: 3), .globalPoolingBias(channels: 3),
          .activation(.tanh),
          .residual([.convolution(channels: 6, kernel: 3), .squeezeExcite(reduced: 2)]),
        ], heads: [Head(name: "a", layers: [.convolution(channels: 1, kernel: 1)])])
    ),
    (
      "embedding and dueling",
      Architecture(
        input: .vector(3), trunk: [.embedding(symbols: 5, width: 4), .activation(.tanh)],
        heads: [
          Head(
            name: "q",
            layers: [
              .dueling(
                actions: 3, atoms: 2, value: [.dense(outputs: 2)],
                advantage: [.dense(outputs: 4), .activation(.relu), .dense(outputs: 6)])
            ])
        ])
    ),
    board(rows: 9, columns: 7), board(rows: 6, columns: 15), board(rows: 10, columns: 3),
    (
      "a board of one row",
      Architecture(
        input: .planes(channels: 1, rows: 1, columns: 6),
        trunk: [.convolution(channels: 4, kernel: 3), .activation(.relu)],
        heads: [Head(name: "map", layers: [.convolution(channels: 3, kernel: 3)])])
    ),
    (
      "more channels than a block of weights",
      Architecture(
        input: .planes(channels: 2, rows: 4, columns: 5),
        trunk: [.convolution(channels: 110, kernel: 3), .activation(.tanh)],
        heads: [Head(name: "map", layers: [.convolution(channels: 2, kernel: 3)])])
    ),
  ]

  /// A tower on a board whose sides call for tiles of every size and mixture.
  private static func board(
    rows: Int, columns: Int
  ) -> (name: String, architecture: Architecture) {
    (
      "\(rows) by \(columns)",
      Architecture(
        input: .planes(channels: 2, rows: rows, columns: columns),
        trunk: [
          .convolution(channels: 6, kernel: 3), .activation(.relu),
          .residual([.convolution(channels: 6, kernel: 3)]), .activation(.relu),
        ],
        heads: [Head(name: "map", layers: [.convolution(channels: 1, kernel: 3)])])
    )
  }

  /// A network with every parameter drawn, biases too, so that none can hide by being zero.
  static func network(_ architecture: Architecture, seed: UInt64 = 1) throws -> Network {
    var random = RandomSource(seed: seed)
    var network = try Network(architecture, using: &random)
    for block in network.layout where block.shape.count == 1 {
      let isVariance = block.name.hasSuffix("variance")
      for index in block.range {
        network.parameters[index] =
          isVariance ? Float(random.uniform(0.5, 2)) : Float(0.3 * random.normal())
      }
    }
    return network
  }

  /// `[rows, count]` standard normal numbers.
  static func rows(_ rows: Int, of shape: Shape, seed: UInt64 = 2) -> [Float] {
    var random = RandomSource(seed: seed)
    return (0..<(rows * shape.count)).map { _ in Float(random.normal()) }
  }

  /// Rows that suit the network: symbols for those that embed, else normal numbers.
  static func inputs(_ count: Int, for architecture: Architecture) -> [Float] {
    let normal = rows(count, of: architecture.input)
    guard case .embedding(let symbols, _)? = architecture.trunk.first else { return normal }
    return normal.indices.map { Float($0 * 7 % symbols) }
  }

  /// `inputs` cut into `rows` rows, in double precision.
  static func split(_ inputs: [Float], rows: Int) -> [[Double]] {
    let width = inputs.count / rows
    return (0..<rows).map { inputs[($0 * width)..<(($0 + 1) * width)].map(Double.init) }
  }
}
