import ArenaCore
import Dispatch
import Match
import Synchronization

/// A run's network while a server plays with it, and what was made of it: when the run's `best` or
/// `last` checkpoint becomes another, that takes its place within two seconds.
final class FollowedNetwork<Product: Sendable>: Sendable {
  private struct State {
    /// The checkpoint; nil where there is no run.
    var number: Int?
    var product: Product
  }

  private let names: TrainedNetworkOptions
  private let make: @Sendable () throws -> Product
  private let report: @Sendable (String) -> Void
  private let state: Mutex<State>

  /// How often the run is looked at.
  private static var interval: DispatchTimeInterval { .seconds(2) }

  /// - Parameters:
  ///   - make: reads the network and makes what is wanted of it; asked again for a new one.
  ///   - report: told of a new network, or of one that cannot be read, in a line.
  init(
    _ names: TrainedNetworkOptions, report: @escaping @Sendable (String) -> Void,
    make: @escaping @Sendable () throws -> Product
  ) throws {
    self.names = names
    self.make = make
    self.report = report
    state = Mutex(State(number: names.number, product: try make()))
    if names.mayChange, state.withLock({ $0.number }) != nil { watch() }
  }

  /// What was made of the newest network.
  var current: Product { state.withLock { $0.product } }

  private func watch() {
    DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + Self.interval) {
      [weak self] in
      guard let self else { return }
      look()
      watch()
    }
  }

  /// Takes the run's network if it has become another one.
  func look() {
    guard let number = names.number, number != state.withLock({ $0.number }) else { return }
    do {
      let product = try make()
      state.withLock { $0 = State(number: number, product: product) }
      report("\(names.run): new games are played by checkpoint \(number)")
    } catch {
      // It is asked for once: a later checkpoint may be sound.
      state.withLock { $0.number = number }
      report("\(names.run): checkpoint \(number) cannot be used: \(error)")
    }
  }
}

extension TrainedNetworkOptions {
  /// The number of the checkpoint that is named now; nil where there is no such run.
  fileprivate var number: Int? {
    try? RunFolder(opening: run).checkpoint(named: checkpoint)
  }

  /// Whether the name may mean another checkpoint later.
  fileprivate var mayChange: Bool { ["best", "last", "middle"].contains(checkpoint) }
}

/// The networks that the bots of one server share.
public final class HouseNetworks: Sendable {
  /// What is kept under its key: nothing in it depends on the type of a game.
  private struct Kept {
    var networks: [String: FollowedNetwork<HouseNetwork>] = [:]
    var factories: [String: FollowedNetwork<HouseFactory>] = [:]
  }

  let threads: Int
  let report: @Sendable (String) -> Void
  /// What they evaluated.
  public let evaluations = EvaluationCounter()
  private let kept = Mutex(Kept())

  /// - Parameters:
  ///   - threads: on which each network thinks.
  ///   - report: told of networks that take the place of others, a line each.
  public init(threads: Int = 1, report: @escaping @Sendable (String) -> Void = { _ in }) {
    self.threads = threads
    self.report = report
  }

  /// The network of a key, made by whoever asks first.
  func network(
    _ key: String, _ names: TrainedNetworkOptions,
    make: @escaping @Sendable () throws -> HouseNetwork
  ) throws -> FollowedNetwork<HouseNetwork> {
    try find(key, in: \.networks, names, make)
  }

  /// The same of an agent that thinks about each game for itself.
  func factory(
    _ key: String, _ names: TrainedNetworkOptions,
    make: @escaping @Sendable () throws -> HouseFactory
  ) throws -> FollowedNetwork<HouseFactory> {
    try find(key, in: \.factories, names, make)
  }

  private func find<Product>(
    _ key: String, in all: WritableKeyPath<Kept, [String: FollowedNetwork<Product>]> & Sendable,
    _ names: TrainedNetworkOptions, _ make: @escaping @Sendable () throws -> Product
  ) throws -> FollowedNetwork<Product> {
    if let found = kept.withLock({ $0[keyPath: all][key] }) { return found }
    let made = try FollowedNetwork(names, report: report, make: make)
    return kept.withLock { kept in
      if let first = kept[keyPath: all][key] { return first }
      kept[keyPath: all][key] = made
      return made
    }
  }
}

/// Makes a player for a seed.
typealias HouseFactory = @Sendable (UInt64) -> any SessionPlayer
