/// An average of a network's parameters over training, which often plays better than the last ones.
public struct WeightAverage: Hashable, Sendable {
  /// How new parameters enter.
  public enum Kind: Codable, Hashable, Sendable {
    /// average = decay average + (1 - decay) parameters.
    case exponential(decay: Float)
    /// The plain mean of everything added. Source: Izmailov et al. 2018, SWA.
    case equal
  }

  public let kind: Kind
  /// `[parameterCount]`; empty before the first addition.
  public private(set) var parameters: [Float] = []
  /// Additions so far.
  public private(set) var count = 0

  public init(_ kind: Kind) { self.kind = kind }

  /// Goes on from what another average had come to.
  public init(_ kind: Kind, parameters: [Float], count: Int) {
    self.kind = kind
    self.parameters = parameters
    self.count = count
  }

  /// Adds parameters; the first are taken as they are.
  ///
  /// Running statistics of batch normalisation are averaged like everything else.
  public mutating func add(_ new: [Float]) {
    precondition(
      count == 0 || new.count == parameters.count,
      "an average of \(parameters.count) parameters cannot take \(new.count)")
    count += 1
    guard count > 1 else {
      parameters = new
      return
    }
    let share: Float =
      switch kind {
      case .exponential(let decay): 1 - decay
      case .equal: 1 / Float(count)
      }
    for index in parameters.indices {
      parameters[index] += share * (new[index] - parameters[index])
    }
  }
}
