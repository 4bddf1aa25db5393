public import ArenaCore

/// A task that reproduces one of Gymnasium's environments, bit for bit.
///
/// The type is the bare environment, which never truncates; `make` puts it under the time limit of
/// one of its registered names.
public protocol GymnasiumTask: TextObserved, Configurable {
  /// The names under which Gymnasium registers it, with their limits.
  static var registrations: [Registration<Settings>] { get }
}

/// One name in Gymnasium's registry: which settings and which time limit it stands for.
public struct Registration<Settings: OptionGroup>: Sendable {
  /// The identifier, version included: `CartPole-v1`.
  public let name: String
  /// Episodes are truncated after this many steps; nil where Gymnasium sets no limit.
  public let stepLimit: Int?
  /// The mean return over 100 episodes at which the task counts as solved; nil where Gymnasium
  /// names none.
  public let rewardThreshold: Double?
  /// The task's settings under this name.
  public let settings: Settings

  public init(
    _ name: String, stepLimit: Int?, rewardThreshold: Double? = nil,
    settings: Settings = Settings()
  ) {
    self.name = name
    self.stepLimit = stepLimit
    self.rewardThreshold = rewardThreshold
    self.settings = settings
  }
}

extension GymnasiumTask {
  /// The task under one of its names: its settings, then `given` over them, within its time limit.
  ///
  /// - Throws: `OptionError` for an option that the task does not have or a value it cannot take.
  public static func make(
    _ registration: Registration<Settings>, _ given: [String: String] = [:]
  ) throws(OptionError) -> TimeLimit<Self> {
    TimeLimit(try Self(registration.settings.applying(given)), steps: registration.stepLimit)
  }
}
