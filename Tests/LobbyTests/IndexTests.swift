import ArenaCore
import Testing

@testable import Lobby

/// The indexes against the plainest thing that does the same.
@Suite struct IndexTests {
  @Test func `a ranking is in order whatever comes and goes`() {
    var random = RandomSource(seed: 51)
    var ranking = Ranking()
    var model: [Ranking.Place] = []
    for number in 0..<4000 {
      if random.below(3) == 0, !model.isEmpty {
        let place = model.remove(at: random.below(model.count))
        ranking.remove(place)
      } else {
        // Few ratings, so that many are equal.
        let place = Ranking.Place(
          rating: Double(random.below(40)), name: "n\(random.below(100_000))-\(number)",
          account: AccountID(number: number))
        model.append(place)
        ranking.insert(place)
      }
    }
    model.sort { $0 < $1 }
    #expect(ranking.count == model.count && model.count > 1000)
    #expect(ranking.first(.max).map(\.account) == model.map(\.account))
    #expect(ranking.first(7).map(\.name) == model.prefix(7).map(\.name))
    for place in model { ranking.remove(place) }
    #expect(ranking.count == 0 && ranking.first(5).isEmpty)
  }

  @Test func `numbers are in order, each once`() {
    var random = RandomSource(seed: 52)
    var numbers = OrderedNumbers()
    var model: Set<Int> = []
    for _ in 0..<5000 {
      let number = random.below(300)
      if random.below(2) == 0 {
        numbers.insert(number)
        model.insert(number)
      } else {
        numbers.remove(number)
        model.remove(number)
      }
    }
    #expect(numbers.numbers == model.sorted())
  }

  @Test func `a budget is spent at once and comes back bit by bit`() {
    var bucket = TokenBucket(3, every: .seconds(10))
    for _ in 0..<3 {
      #expect(bucket.wait(at: .seconds(100)) == .zero)
      bucket.spend(at: .seconds(100))
    }
    #expect(bucket.wait(at: .seconds(100)) == .seconds(10))
    #expect(bucket.wait(at: .seconds(104)) == .seconds(6))
    #expect(bucket.wait(at: .seconds(110)) == .zero && !bucket.isFull(at: .seconds(110)))
    bucket.spend(at: .seconds(110))
    #expect(bucket.wait(at: .seconds(110)) == .seconds(10))
    #expect(bucket.isFull(at: .seconds(140)))
    // However much is spent without leave, it is back after so long.
    for _ in 0..<50 { bucket.spend(at: .seconds(140)) }
    #expect(bucket.wait(at: .seconds(150)) == .zero)
  }
}
