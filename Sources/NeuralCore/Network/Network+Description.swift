extension Network {
  /// A table for people: every tensor with its shape and size, then heads and totals.
  public var summary: String {
    var lines = ["input \(architecture.input)"]
    let width = layout.map(\.name.count).max() ?? 0
    for block in layout {
      let name = block.name + String(repeating: " ", count: width - block.name.count)
      let shape = block.shape.map(String.init).joined(separator: " x ")
      let note = block.isTrainable ? "" : "  (measured, not trained)"
      lines.append("  \(name)  \(shape) = \(block.count)\(note)")
    }
    for (index, head) in architecture.heads.enumerated() {
      lines.append("head \(head.name) [\(outputWidth(index))]")
    }
    let bytes = parameters.count * MemoryLayout<Float>.size
    lines.append("\(parameters.count) parameters, \((bytes + 1023) / 1024) KiB")
    return lines.joined(separator: "\n")
  }
}
