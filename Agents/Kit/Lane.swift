import ArenaCore

/// One of the worlds that a learner plays in side by side: a running episode and its chance.
///
/// Environments have no saved form, so an episode is saved as the random stream it began with and
/// the actions since. Replaying them rebuilds the world bit for bit.
struct Lane<World: Environment> where World.Action: ArchivedAction {
  private let origin: World
  private(set) var world: World
  /// Chance of the world only: what the learner draws does not disturb it.
  private var random: RandomSource
  private var start: RandomSource
  private var actions: [World.Action] = []
  /// The sum of rewards since the episode began, each from the view of the seat that acted.
  private(set) var total = 0.0

  /// Begins the first episode.
  init(_ world: World, random: RandomSource) {
    origin = world
    self.world = world
    self.random = random
    start = random
    begin()
  }

  /// Actions since the episode began.
  var length: Int { actions.count }

  /// Starts a new episode.
  mutating func begin() {
    start = random
    // A fresh copy: nothing of the last episode can leak into the replay of this one.
    world = origin
    world.reset(using: &random)
    actions.removeAll(keepingCapacity: true)
    total = 0
  }

  mutating func step(_ action: World.Action) -> Step {
    let step = world.step(action, using: &random)
    actions.append(action)
    total += step.reward
    return step
  }

  // MARK: Saving

  /// The words that `restore(from:)` rebuilds the episode from.
  var words: [UInt64] { start.words + actions.flatMap(\.words) }

  /// Rebuilds a saved episode; false, changing nothing, when the words are not one of this world.
  mutating func restore(from words: [UInt64]) -> Bool {
    let size = World.Action.wordCount
    guard words.count >= 4, (words.count - 4) % size == 0,
      let random = RandomSource(words: Array(words[..<4]))
    else { return false }
    var lane = Lane(origin, random: random)
    for offset in stride(from: 4, to: words.count, by: size) {
      guard lane.world.turn != nil,
        let action = World.Action(words: words[offset..<(offset + size)]),
        lane.world.allows(action)
      else { return false }
      _ = lane.step(action)
    }
    guard lane.world.turn != nil else { return false }
    self = lane
    return true
  }
}

extension Environment {
  /// Whether a running episode may go on with `action`, as far as its type can tell.
  fileprivate func allows(_ action: Action) -> Bool {
    guard let world = self as? any DiscreteEnvironment, let action = action as? Int else {
      return true
    }
    return (0..<world.actionCount).contains(action) && world.isLegal(action)
  }
}

extension Lane where World: DiscreteEnvironment {
  /// Starts a new episode that is still running after up to `plies` random actions, their number
  /// drawn evenly.
  ///
  /// Self-play between copies of one policy would otherwise see few lines of a game.
  mutating func begin(openingPlies plies: Int, using chance: inout RandomSource) {
    var legal: [Int] = []
    repeat {
      begin()
      for _ in 0..<(plies > 0 ? chance.below(plies + 1) : 0) where world.turn != nil {
        legal.removeAll(keepingCapacity: true)
        world.appendLegalActions(to: &legal)
        _ = step(legal[chance.below(legal.count)])
      }
    } while world.turn == nil
    total = 0
  }
}
