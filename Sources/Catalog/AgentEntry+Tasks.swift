import Agents
import ArenaCore

/// The agents that play tasks with discrete actions: adding one is one line here.
extension AgentEntry where World: DiscreteEnvironment {
  static var forTasks: [AgentEntry] {
    [AgentEntry("random", "takes any action") { _, _ in { _ in RandomPlayer<World>() } }]
      + learners(forGames: false)
  }
}
