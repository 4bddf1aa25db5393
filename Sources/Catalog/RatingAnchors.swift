/// The fixed opponents that ratings inside training runs are measured against, weakest first.
/// The first one, random play, is 0 by definition.
enum RatingAnchors {
  static let specs = [
    "random", "one-ply", "uct:simulations=32", "uct:simulations=128", "uct:simulations=512",
  ].map { text in
    guard let spec = try? PlayerSpec(text) else { preconditionFailure("\(text) is no player") }
    return spec
  }
}
