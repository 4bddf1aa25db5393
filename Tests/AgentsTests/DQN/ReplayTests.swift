import ArenaCore
import NeuralCore
import Testing
import Training

@testable import Agents

@Suite struct ReplayTests {
  private let all = [true, true]

  private func append(
    _ count: Int, to window: inout MultiStepWindow, _ buffer: inout ReplayBuffer,
    from first: Int = 0,
    passesTurn: Bool = false, end: MultiStepWindow.End = .none
  ) {
    for step in first..<first + count {
      let isLast = step == first + count - 1
      window.append(
        observation: [Float(step)].span, action: step % 2, reward: Double(step + 1),
        passesTurn: passesTurn, end: isLast ? end : .none, next: [Float(step + 1)].span,
        nextLegal: all.span, to: &buffer)
    }
  }

  @Test func `the buffer keeps exactly the last experiences`() {
    var buffer = ReplayBuffer(capacity: 5, width: 1, actionCount: 2)
    var window = MultiStepWindow(length: 1, discount: 0.5, width: 1)
    append(12, to: &window, &buffer)
    #expect(buffer.count == 5 && buffer.total == 12)
    #expect(buffer.observations.values.sorted() == [7, 8, 9, 10, 11])
    for slot in 0..<5 {
      #expect(buffer.nextObservations.values[slot] == buffer.observations.values[slot] + 1)
      #expect(buffer.returns[slot] == buffer.observations.values[slot] + 1)
      #expect(buffer.discounts[slot] == 0.5)
    }
  }

  @Test(arguments: [1, 2, 3, 5])
  func `a frozen opponent's steps count for the learner's and are no experiences`(_ length: Int) {
    // Turn by turn, the learner at even plies; the opponent takes 10, 30, 50 for itself.
    let rewards = [1.0, 10, 2, 30, 3, 50]
    let discount = 0.5
    var buffer = ReplayBuffer(capacity: 20, width: 1, actionCount: 2)
    var window = MultiStepWindow(length: length, discount: discount, width: 1)
    for (ply, reward) in rewards.enumerated() {
      window.append(
        observation: [Float(ply)].span, action: 0, reward: reward, passesTurn: true,
        end: ply == 5 ? .terminated : .none, next: [Float(ply + 1)].span, nextLegal: all.span,
        isLearnt: ply % 2 == 0, to: &buffer)
    }
    #expect(buffer.observations.values == [0, 2, 4])
    for (row, ply) in [0, 2, 4].enumerated() {
      let end = min(ply + length, 6)
      let expected = (ply..<end).reduce(0.0) { sum, other in
        var factor = 1.0
        for _ in ply..<other { factor *= -discount }
        return sum + factor * rewards[other]
      }
      #expect(buffer.returns[row] == Float(expected))
      var bootstrap: Float = 1
      for _ in 0..<length { bootstrap *= -0.5 }
      #expect(buffer.discounts[row] == (end == 6 ? 0 : bootstrap))
    }
  }

  @Test func `rows of bits take a bit a number, and others come back as they were`() throws {
    var random = RandomSource(seed: 2)
    for width in [1, 7, 8, 9, 64, 500] {
      var rows = PackedRows(width: width)
      var expected: [[Float]] = []
      for row in 0..<40 {
        // The 30th row has a number that is no bit: all rows must survive the change.
        var numbers = (0..<width).map { _ in Float(random.below(2)) }
        if row == 30 { numbers[width / 2] = 0.25 }
        rows.set(row, to: numbers.span)
        expected.append(numbers)
        #expect(rows.isBinary == (row < 30))
      }
      let changed = (0..<width).map { Float($0) }
      rows.set(3, to: changed.span)
      expected[3] = changed
      #expect(rows.values == expected.flatMap(\.self))
    }
    #expect(PackedRows.byteCount(rows: 100_000, width: 500, isBinary: true) == 6_300_000)
  }

  @Test(arguments: [Float(1), 0.5])
  func `a saved buffer comes back, as bits or as floats`(_ number: Float) throws {
    var buffer = ReplayBuffer(capacity: 5, width: 9, actionCount: 2)
    let legal = [true, false]
    for index in 0..<7 {
      let (shown, next) = (
        (0..<9).map { $0 == index ? number : 0 }, (0..<9).map { $0 == index + 1 ? number : 0 }
      )
      buffer.append(
        observation: shown.span, action: index % 2, nStepReturn: 1, discount: 0.5, next: next.span,
        nextLegal: legal.span)
    }
    var archive = Safetensors()
    buffer.save(to: &archive)
    var restored = ReplayBuffer(capacity: 5, width: 9, actionCount: 2)
    try restored.restore(from: archive)
    #expect(restored.observations.values == buffer.observations.values)
    #expect(restored.nextObservations.values == buffer.nextObservations.values)
    #expect(restored.observations.isBinary == (number == 1))
    #expect(buffer.observations.values.reduce(0, +) == 5 * number)
    #expect(throws: (any Error).self) {
      var other = ReplayBuffer(capacity: 5, width: 17, actionCount: 2)
      try other.restore(from: archive)
    }
  }

  @Test func `a window sums discounted rewards and bootstraps three steps on`() {
    var buffer = ReplayBuffer(capacity: 9, width: 1, actionCount: 2)
    var window = MultiStepWindow(length: 3, discount: 0.5, width: 1)
    append(4, to: &window, &buffer)
    #expect(buffer.observations.values == [0, 1])
    #expect(buffer.nextObservations.values == [3, 4])
    #expect(buffer.returns == [2.75, 4.5])
    #expect(buffer.discounts == [0.125, 0.125])
    #expect(window.count == 2)
  }

  @Test(arguments: [MultiStepWindow.End.terminated, .truncated])
  func `an end empties the window, and only a truncation bootstraps`(_ end: MultiStepWindow.End) {
    var buffer = ReplayBuffer(capacity: 9, width: 1, actionCount: 2)
    var window = MultiStepWindow(length: 3, discount: 0.5, width: 1)
    append(4, to: &window, &buffer, end: end)
    #expect(window.count == 0)
    #expect(buffer.observations.values == [0, 1, 2, 3])
    #expect(buffer.nextObservations.values == [3, 4, 4, 4])
    #expect(buffer.returns == [2.75, 4.5, 5, 4])
    let discounts: [Float] = end == .truncated ? [0.125, 0.125, 0.25, 0.5] : [0.125, 0, 0, 0]
    #expect(buffer.discounts == discounts)
    // The next episode starts from nothing.
    append(3, to: &window, &buffer, from: 100)
    #expect(buffer.observations.values.last == 100)
    #expect(buffer.returns.last == 177.75)
  }

  @Test func `the opponent's rewards and values count against the seat that acted`() {
    var buffer = ReplayBuffer(capacity: 9, width: 1, actionCount: 2)
    var window = MultiStepWindow(length: 2, discount: 0.5, width: 1)
    append(3, to: &window, &buffer, passesTurn: true, end: .terminated)
    #expect(buffer.returns == [0, 0.5, 3])
    #expect(buffer.discounts == [0.25, 0, 0])
    var single = MultiStepWindow(length: 1, discount: 1, width: 1)
    append(1, to: &single, &buffer, passesTurn: true)
    #expect(buffer.discounts.last == -1)
  }
}
