import ArenaCore
import Foundation
import NeuralCore
import Training

extension AlphaZeroLearner {
  /// Updates between two offers of new weights to self-play.
  private static var updatesBetweenOffers: Int { 8 }
  /// Decisions that a worker makes before it hands its games over.
  private static var decisionsBetweenDeliveries: Int { 64 }

  /// Self-play on a thread for each worker while this one trains: the updates pending for the
  /// positions that arrive, with weights that self-play takes up between moves.
  ///
  /// Ends once a round of positions was played and no more than a round of updates is pending, so
  /// that a run can be saved there; games and weights meet in the order of the clock.
  func playAndTrain(_ settings: SelfPlayWorker<Game>.RoundSettings, rate: Float)
    -> TrainingLosses?
  {
    let exchange = GameExchange(weights: playingParameters, decisions: options.positionsPerRound)
    let delivery = Self.decisionsBetweenDeliveries
    var losses = TrainingLosses(options.heads)
    let before = counts.updates
    let end = DispatchGroup()
    workers.withUnsafeMutableBufferPointer { workers in
      // Each worker is touched by its own thread only, and all have ended before this returns.
      nonisolated(unsafe) let workers = workers
      for index in workers.indices {
        end.enter()
        let thread = Thread {
          workers[index].play(settings, exchange, decisionsBetweenDeliveries: delivery)
          end.leave()
        }
        thread.start()
      }
      learn(from: exchange, rate: rate, &losses)
      end.wait()
    }
    store(exchange.take())
    return counts.updates > before ? losses : nil
  }

  /// Trains on what arrives until self-play is over and at most a round of updates is pending.
  private func learn(from exchange: GameExchange, rate: Float, _ losses: inout TrainingLosses) {
    let round = options.replayRatio * Double(options.positionsPerRound) / Double(options.batch)
    while !exchange.isFinished || pendingUpdates > round {
      let news = exchange.take()
      if news.moves > 0 { store(news) }
      if replay.count < options.batch { pendingUpdates = 0 }
      if pendingUpdates >= 1 {
        update(rate: rate, &losses)
        if counts.updates.isMultiple(of: Self.updatesBetweenOffers) {
          exchange.offer(playingParameters)
        }
      } else if !exchange.isFinished {
        exchange.waitForNews()
      } else {
        return
      }
    }
  }
}

extension SelfPlayWorker {
  /// Plays until the exchange has as many decisions as it wants; hands games over as they come and
  /// takes up newer weights between moves.
  mutating func play(
    _ settings: RoundSettings, _ exchange: GameExchange, decisionsBetweenDeliveries delivery: Int
  ) {
    var played = SelfPlayResult()
    var generation = -1
    begin(settings)
    repeat {
      if let newer = exchange.weights(newerThan: generation) {
        replace(parameters: newer.weights)
        generation = newer.generation
      }
      let moves = played.moves
      repeat { step(&played) } while played.moves == moves
      if played.decisions >= delivery {
        exchange.publish(played)
        played = SelfPlayResult()
      }
    } while !exchange.isFinished
    exchange.publish(played)
  }
}
