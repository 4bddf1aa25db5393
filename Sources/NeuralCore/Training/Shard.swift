/// A run of consecutive rows of a training batch, whose loss one thread computes.
///
/// Valid only inside the loss closure it is passed to.
public struct Shard {
  /// The rows of the batch.
  public let rows: Range<Int>
  let plan: Plan
  let pass: Pass

  /// `[rows.count, width]`: what the network made of the rows.
  public func output(_ head: Int) -> UnsafeBufferPointer<Float> {
    let value = plan.heads[head]
    return UnsafeBufferPointer(
      start: pass.values[value], count: rows.count * plan.values[value].stride)
  }

  /// `[rows.count, width]`: to be filled with the derivative of the whole batch's loss by each
  /// output. Zero at first, so that parts of a loss can add to it and unused heads need nothing.
  public func gradient(_ head: Int) -> UnsafeMutableBufferPointer<Float> {
    let value = plan.heads[head]
    return UnsafeMutableBufferPointer(
      start: pass.gradients[value], count: rows.count * plan.values[value].stride)
  }

  /// `[width]`: the output of `row`, one of `rows`.
  public func output(_ head: Int, row: Int) -> UnsafeBufferPointer<Float> {
    precondition(rows.contains(row), "row \(row) is not of the shard \(rows)")
    let value = plan.heads[head]
    let width = plan.values[value].stride
    return UnsafeBufferPointer(
      start: pass.values[value] + (row - rows.lowerBound) * width, count: width)
  }

  /// `[width]`: the gradient of `row`, one of `rows`.
  public func gradient(_ head: Int, row: Int) -> UnsafeMutableBufferPointer<Float> {
    precondition(rows.contains(row), "row \(row) is not of the shard \(rows)")
    let value = plan.heads[head]
    let width = plan.values[value].stride
    return UnsafeMutableBufferPointer(
      start: pass.gradients[value] + (row - rows.lowerBound) * width, count: width)
  }
}
