public import ArenaCore

extension [Symmetry] {
  /// Every symmetry moves every action and every cell to a place of its own: also those actions that
  /// no position allows.
  ///
  /// - Throws: a `Failure` that names the first mistake.
  public func requirePermutations(actions: Int, cells: Int) throws {
    for (index, symmetry) in enumerated() {
      try Self.require(symmetry.actions, permute: actions, "action", of: index)
      try Self.require(symmetry.cells, permute: cells, "cell", of: index)
    }
  }

  private static func require(
    _ images: [Int], permute count: Int, _ noun: String, of symmetry: Int
  ) throws {
    func fail(_ text: String) -> Failure { Failure("symmetry \(symmetry): \(text)") }
    guard images.count == count else {
      throw fail("images of \(images.count) \(noun)s, expected \(count)")
    }
    var origins = [Int?](repeating: nil, count: count)
    for (origin, image) in images.enumerated() {
      guard origins.indices.contains(image) else {
        throw fail("\(noun) \(origin) goes to \(image), which is no \(noun)")
      }
      if let other = origins[image] {
        throw fail("\(noun)s \(other) and \(origin) both go to \(image)")
      }
      origins[image] = origin
    }
  }
}
