/// Weights that can be changed and drawn from in logarithmic time: a tree of sums.
///
/// Every inner node is its children's sum, computed anew whenever one changes, so the tree depends
/// on the weights alone and not on their history: a restored one draws the same bit for bit.
///
/// Source: Schaul et al. 2015, appendix B.2.1.
struct PrioritySums {
  let capacity: Int
  private let leaves: Int  // a power of two, at least `capacity`
  private var sums: [Double]  // [2 * leaves]: node i has children 2 i and 2 i + 1; leaves come last

  init(capacity: Int) {
    self.capacity = capacity
    var leaves = 1
    while leaves < capacity { leaves *= 2 }
    self.leaves = leaves
    sums = [Double](repeating: 0, count: 2 * leaves)
  }

  var sum: Double { sums[1] }

  /// - Precondition: weights are finite and not negative.
  subscript(slot: Int) -> Double {
    get { sums[leaves + slot] }
    set {
      precondition(newValue >= 0 && newValue.isFinite, "priority \(newValue)")
      var node = leaves + slot
      sums[node] = newValue
      while node > 1 {
        node /= 2
        sums[node] = sums[2 * node] + sums[2 * node + 1]
      }
    }
  }

  /// The slot where the running sum passes `mass`; one of positive weight always.
  ///
  /// - Precondition: `mass` is in `0 ..< sum`.
  func slot(at mass: Double) -> Int {
    precondition(mass >= 0 && mass < sum, "mass \(mass) of \(sum)")
    var rest = mass
    var node = 1
    while node < leaves {
      node *= 2
      // Rounding may leave a rest where nothing is left: an empty branch is never entered.
      if rest >= sums[node] && sums[node + 1] > 0 {
        rest -= sums[node]
        node += 1
      }
    }
    return node - leaves
  }
}
