import ArenaCore
public import NeuralCore

/// Numbers that freeze behaviour: a change that is meant to change nothing leaves them alone, and
/// one that changes what games, searches, tournaments or learners do changes at least one of them.
public struct Signature: Sendable, Hashable {
  /// One part of the behaviour, such as "rules connect-four" or "learning dqn CartPole-v1".
  public struct Part: Sendable, Hashable {
    public let name: String
    public let value: UInt64
  }

  /// Rules of every game and task, searches and a tournament: equal on every processor.
  public let play: [Part]
  /// The weights that short lock-step trainings end with: equal for the same build of the inner
  /// loops (`kernels`), and different between builds in the last bits.
  public let learning: [Part]
  public let kernels: KernelBuild

  /// Computes both in some seconds on one core.
  ///
  /// - Parameter report: called with each part as it is known.
  public static func compute(report: (Part) -> Void = { _ in }) throws -> Signature {
    var parts: [Part] = []
    func add(_ name: String, _ value: UInt64) {
      let part = Part(name: name, value: value)
      parts.append(part)
      report(part)
    }
    try rules(add)
    try searches(add)
    try tournament(add)
    let play = parts
    parts = []
    try learning(add)
    return Signature(play: play, learning: parts, kernels: .best)
  }

  /// All parts of `play` in one number, as 16 hexadecimal digits.
  public var playText: String { Self.text(of: play) }
  /// All parts of `learning` in one number, as 16 hexadecimal digits.
  public var learningText: String { Self.text(of: learning) }

  private static func text(of parts: [Part]) -> String {
    var all = Fingerprint()
    for part in parts {
      all.add(part.name)
      all.add(part.value)
    }
    return Part(name: "", value: all.value).text
  }
}

extension Signature.Part {
  /// The value as 16 hexadecimal digits.
  public var text: String { Text.hexadecimal(value) }
}
