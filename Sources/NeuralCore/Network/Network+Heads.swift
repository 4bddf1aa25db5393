extension Network {
  /// The same network without the heads after the first `count`: what a player needs of one that
  /// was trained with auxiliary heads.
  ///
  /// The parameters of trunk and earlier heads come first, so this is a prefix of them.
  ///
  /// - Precondition: `count` is from 1 to the number of heads.
  public func keepingHeads(_ count: Int) -> Network {
    precondition(
      (1...architecture.heads.count).contains(count),
      "\(count) of \(architecture.heads.count) heads cannot be kept")
    var shorter = architecture
    shorter.heads.removeLast(shorter.heads.count - count)
    guard var network = try? Network(zeros: shorter) else {
      preconditionFailure("a network without some heads made no plan: \(shorter)")
    }
    network.parameters = Array(parameters.prefix(network.parameters.count))
    return network
  }
}
