import Kernels

/// Forward and backward, and the sum of what the threads found.
extension Trainer {
  /// Forward, loss and backward over the first `count` rows of `inputs`; `reduce` does the rest.
  func accumulate(count: Int, loss: @Sendable (Shard) -> LossSums) -> LossSums {
    precondition(count > 0 && count <= capacity, "\(count) rows do not fit in \(capacity)")
    let lanes = usedLanes(count)
    pack(threads: threads(rows: count, lanes: lanes))
    let threads = threads(rows: count, lanes: lanes)
    pool.run(on: threads) { thread in
      for lane in stride(from: thread, to: lanes, by: threads) {
        runLane(lane, count: count, workspaces[thread], loss)
      }
    }
    let shards = (count + shardSize - 1) / shardSize
    return shardSums[..<shards].reduce(LossSums(), +)
  }

  private func usedLanes(_ count: Int) -> Int {
    min(laneCount, (count + shardSize - 1) / shardSize)
  }

  /// How many threads are worth waking for `rows` rows: each must have more to do than waking it and
  /// waiting for it costs. The results do not depend on it.
  private func threads(rows: Int, lanes: Int) -> Int {
    let share = 3 * rows * plan.operationCount / Self.worthWaking
    return max(1, min(pool.threadCount, lanes, share))
  }

  /// Packs the parameters anew after they changed, the operations dealt to the threads.
  private func pack(threads: Int) {
    guard !isPacked else { return }
    let forward = packed.start
    pool.run(on: threads) { thread in
      let packing = Packing(
        kernels: kernels, parameters: learnt.values, forward: forward,
        backward: forward + plan.packed.forward, scratch: workspaces[thread].scratch)
      for index in stride(from: thread, to: plan.operations.count, by: threads) {
        plan.operations[index].pack(packing)
      }
    }
    isPacked = true
  }

  /// Every shard of one lane, in order.
  private func runLane(
    _ lane: Int, count: Int, _ workspace: Workspace, _ loss: @Sendable (Shard) -> LossSums
  ) {
    let laneGradient = gradients + lane * laneStride
    laneGradient.update(repeating: 0, count: plan.parameterCount)
    for shard in stride(from: lane, to: (count + shardSize - 1) / shardSize, by: laneCount) {
      let rows = (shard * shardSize)..<min(count, (shard + 1) * shardSize)
      workspace.values[0] = inputMemory.start + rows.lowerBound * plan.values[0].stride
      let forward = packed.start
      let pass = Pass(
        rows: rows.count, values: workspace.values, gradients: workspace.gradients,
        kernels: kernels, parameters: learnt.values, packed: forward,
        packedBackward: forward + plan.packed.forward, parameterGradients: laneGradient,
        scratch: workspace.scratch)
      for operation in plan.operations { operation.forward(pass) }
      for value in plan.heads + plan.unreadValues {
        pass.gradients[value].update(
          repeating: 0, count: rows.count * plan.values[value].stride)
      }
      shardSums[shard] = loss(Shard(rows: rows, plan: plan, pass: pass))
      for operation in plan.operations.reversed() { operation.backward(pass) }
      if let target = inputGradients.baseAddress, !inputGradients.isEmpty {
        let stride = plan.values[0].stride
        (target + rows.lowerBound * stride).update(
          from: pass.gradients[0], count: rows.count * stride)
      }
    }
  }

  /// Sums the lanes that `rows` rows used into the first, slice by slice, and takes the norm.
  func reduce(rows: Int) {
    let lanes = usedLanes(rows)
    forEachSlice { index, range in
      let sum = gradients + range.lowerBound
      for lane in 1..<max(1, lanes) {
        kernels.add(sum + lane * laneStride, to: sum, count: range.count)
      }
      sliceSquares[index] = plan.blocks.reduce(0) { squares, block in
        let part = block.range.clamped(to: range)
        guard block.isTrainable, !part.isEmpty else { return squares }
        return squares + kernels.sumOfSquares(gradients + part.lowerBound, count: part.count)
      }
    }
    gradientNorm = Float(sliceSquares.reduce(0, +).squareRoot())
  }

  /// Moves the parameters by the gradient that `reduce` left.
  func update(learningRate: Float, clip: Float?, rows: Int) {
    learnt.beginUpdate(gradients: gradients, rows: rows)
    isPacked = false
    let scale = LearntParameters.scale(norm: gradientNorm, clip: clip)
    forEachSlice { _, slice in
      learnt.update(slice, gradients: gradients, rate: learningRate, scale: scale)
    }
  }

  private func forEachSlice(_ work: (Int, Range<Int>) -> Void) {
    let count = plan.parameterCount
    let slices = sliceSquares.count
    let threads = slices > 4 ? pool.threadCount : 1
    func runSlices(of thread: Int) {
      for index in stride(from: thread, to: slices, by: threads) {
        work(index, (index * Self.slice)..<min(count, (index + 1) * Self.slice))
      }
    }
    pool.run(on: threads, runSlices(of:))
  }
}
