/// An exponential average of a network's parameters over training, which often plays better than the
/// last ones.
public struct WeightAverage: Hashable, Sendable {
  /// average = decay average + (1 - decay) parameters.
  public let decay: Float
  /// `[parameterCount]`; empty before the first addition.
  public private(set) var parameters: [Float]
  /// Additions so far.
  public private(set) var count: Int

  /// - Parameters:
  ///   - parameters: what another average had come to by `count` additions, to go on from.
  public init(decay: Float, parameters: [Float] = [], count: Int = 0) {
    self.decay = decay
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
    let share = 1 - decay
    for index in parameters.indices {
      parameters[index] += share * (new[index] - parameters[index])
    }
  }
}
