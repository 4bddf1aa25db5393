import ArenaCore
import Environments
import Foundation
import NeuralCore
import Testing

@testable import Agents

/// Where self-play and training meet when both go on at once.
@Suite struct GameExchangeTests {
  @Test func `games are handed over once, and weights until they are known`() throws {
    let exchange = GameExchange(weights: [1], decisions: 10)
    var selfPlayResult = SelfPlayResult()
    selfPlayResult.decisions = 6
    exchange.publish(selfPlayResult)
    #expect(!exchange.isFinished)
    #expect(exchange.take().decisions == 6 && exchange.take().decisions == 0)
    exchange.publish(selfPlayResult)
    #expect(exchange.isFinished && exchange.take().decisions == 6)

    let first = try #require(exchange.weights(newerThan: -1))
    #expect(first.weights == [1] && exchange.weights(newerThan: first.generation) == nil)
    exchange.offer([2])
    exchange.offer([3])
    let last = try #require(exchange.weights(newerThan: first.generation))
    #expect(last.weights == [3] && exchange.weights(newerThan: last.generation) == nil)
  }

  @Test func `a worker takes up new weights between moves`() throws {
    let start = try MNK()
    let specs = AlphaZeroOptions.specs(for: MNK.self)
    let options = try AlphaZeroOptions(
      Options(["simulations": "8", "games": "2"], for: specs), for: start)
    var random = RandomSource(seed: 3)
    let old = try Network(
      AlphaZeroNetwork.architecture(for: start, .init(blocks: 0, channels: 8)), using: &random)
    var new = old
    for index in new.parameters.indices { new.parameters[index] = Float(random.normal()) * 0.3 }
    func makeWorker() -> SelfPlayWorker<MNK> {
      SelfPlayWorker(
        start: start, options: options, model: NetworkModel(old, capacity: 2),
        random: RandomSource(seed: 1))
    }
    let settings = SelfPlayWorker<MNK>.RoundSettings(simulations: 8, allowsResignation: false)
    let exchange = GameExchange(weights: old.parameters, decisions: 1_000_000)
    // The thread has ended before the worker is looked at.
    nonisolated(unsafe) var worker = makeWorker()
    let end = DispatchGroup()
    end.enter()
    Thread {
      worker.play(settings, exchange, decisionsBetweenDeliveries: 4)
      end.leave()
    }.start()
    exchange.waitForNews()
    exchange.offer(new.parameters)
    _ = exchange.take()
    // Many deliveries later it has looked for weights.
    var decisions = 0
    while decisions < 40 {
      exchange.waitForNews()
      decisions += exchange.take().decisions
    }
    var enough = SelfPlayResult()
    enough.decisions = 1_000_000
    exchange.publish(enough)
    end.wait()

    var fresh = makeWorker()
    fresh.replace(parameters: new.parameters)
    fresh.resume(worker.gamesUnderWay, random: worker.random)
    #expect(worker.play(decisions: 40, settings).games == fresh.play(decisions: 40, settings).games)
  }
}
