import Foundation
import NeuralCore
import Testing

@testable import Training

/// A run that loses its numbers ends with one line, and what it had before stays.
@Suite struct DivergenceTests {
  private func diverge(
    _ path: String, _ lose: (CountingLearner) -> Void
  ) throws -> (folder: RunFolder, error: String) {
    let run = try CountingRun(path, steps: 80, checkpoints: 4)
    lose(run.learner)
    let error = #expect(throws: RunError.self) { try run.start() }
    return (run.folder, error?.description ?? "")
  }

  @Test func `weights that are no numbers end the run before its checkpoint`() throws {
    try withTemporaryFolder { path in
      // Checkpoint 2 is due at 40 steps.
      let (folder, error) = try diverge(path) { $0.losesWeightsAt = 40 }
      #expect(
        error == "\(folder.path) diverged: the weights are no finite numbers since step 40: lower "
          + "the learning rate (it is 0.5) or set max-grad-norm; what was saved before stays")
      #expect(folder.checkpoints == [0, 1])
      let saved = try Safetensors(contentsOf: folder.statePath)
      #expect(try saved.counts("counts").steps == 20)
      // The same command goes on from there.
      let again = try CountingRun(path, steps: 80, checkpoints: 4)
      #expect(try again.start() == .limitReached)
      #expect(again.said.first?.contains("at step 20 ") == true)
      #expect(again.folder.checkpoints == [0, 1, 2, 3, 4])
    }
  }

  @Test func `a loss that is no number ends it too`() throws {
    try withTemporaryFolder { path in
      let (folder, error) = try diverge(path) { $0.losesLossAt = 55 }
      #expect(error.contains("the loss 'loss' is no finite numbers since step 55"))
      #expect(folder.checkpoints == [0, 1, 2])
    }
  }

  @Test func `a reward that is no number ends it with its step`() throws {
    try withTemporaryFolder { path in
      let (folder, error) = try diverge(path) { $0.losesRewardAt = 43 }
      #expect(
        error
          == "\(folder.path) stopped: the reward of step 43 is nan, but must be a finite number: "
          + "mend the environment; what was saved before stays")
      #expect(folder.checkpoints == [0, 1, 2])
      #expect(try Safetensors(contentsOf: folder.statePath).counts("counts").steps == 40)
    }
  }

  @Test func `a trainer notices lost weights, moments and gradients`() throws {
    let architecture = Architecture(
      input: .vector(1), trunk: [], heads: [Head(name: "out", layers: [.dense(outputs: 1)])])
    let trainer = Trainer(
      try Network(zeros: architecture), optimiser: .adam(), capacity: 1, threads: 1)
    #expect(trainer.lostNumbers == nil)
    let whole = trainer.state
    trainer.state.moments[1][0] = .infinity
    #expect(trainer.lostNumbers == .moments)
    trainer.state.parameters[1] = .nan
    #expect(trainer.lostNumbers == .weights)
    trainer.state = whole
    trainer.inputs[0] = 1
    // A rate of 0 moves no weight, but the moments are gone all the same.
    trainer.step(count: 1, learningRate: 0) { shard in
      shard.gradient(0, row: 0)[0] = .nan
      return LossSums()
    }
    #expect(trainer.lostNumbers != nil)
  }
}
