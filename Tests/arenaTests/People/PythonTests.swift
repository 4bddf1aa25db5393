import Foundation
import TestKit
import Testing

/// `Tests/Python/arena.py`, with nothing but Python's own library, and with the libraries whose
/// conventions it follows where they are installed.
@Suite(.enabled(if: Peer.hasPython("json"), "python3 is not installed"))
struct PythonTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Python").path

  private func python(_ script: String) throws -> String {
    try Peer.run(
      "env",
      [
        "ARENA=\(Program.path)", "PYTHONPATH=\(Self.folder)", "PYTHONDONTWRITEBYTECODE=1",
        "python3",
        "-W", "ignore", "-c", script,
      ])
  }

  @Test func `a task is reset and stepped, and the same seed is the same episode`() throws {
    let output = try python(
      """
      from arena import ArenaEnv, ArenaError
      env = ArenaEnv("CartPole-v1")
      def episode():
          total, (seen, info) = 0, env.reset(seed=7)
          while True:
              seen, reward, terminated, truncated, info = env.step(total % 2)
              total += 1
              if terminated or truncated:
                  return total, list(map(float, seen))
      assert episode() == episode()
      try:
          env.step(0)
      except ArenaError as error:
          print(error)
      try:
          env.step(5)
      except ArenaError as error:
          print(error)
      assert len(env.reset(seed=1)[0]) == 4
      env.close()
      for task in ["Pendulum-v1", "FrozenLake-v1", "Blackjack-v1", "MountainCarContinuous-v0"]:
          env = ArenaEnv(task)
          first, _ = env.reset(seed=1)
          env.step([0.5] if task in ("Pendulum-v1", "MountainCarContinuous-v0") else 0)
          env.close()
          print(task, type(first).__name__ in ("list", "ndarray", "int", "tuple"))
      """)
    #expect(output.hasPrefix("no episode is running: reset begins one\n"))
    #expect(output.components(separatedBy: " True\n").count == 5, "\(output)")
  }

  @Test func `two players meet by the conventions of AEC`() throws {
    let output = try python(
      """
      from arena import ArenaMatch
      match = ArenaMatch("tic-tac-toe")
      wins = {}
      for game in range(3):
          match.reset()
          for agent in match.agent_iter():
              observation, reward, terminated, truncated, info = match.last()
              if terminated or truncated:
                  wins[agent] = wins.get(agent, 0) + reward
                  match.step(None)
                  continue
              legal = [a for a, m in enumerate(observation["action_mask"]) if m]
              match.step(legal[0])
      print(wins, match.moves)
      match.close()
      """)
    #expect(output.hasPrefix("{'first': 3, 'second': -3} ['a1', 'b1'"), "\(output)")
  }

  @Test func `a client plays a bot of a server to the end`() throws {
    try withEmptyFolder { folder in
      let server = try ArenaServer(["--bot", "tic-tac-toe=random"], in: folder)
      let output = try python(
        """
        from arena import MatchClient, ArenaError
        client = MatchClient("127.0.0.1", \(server.port), "ann")
        print(client.play("tic-tac-toe", lambda game: game.legal[-1], "seat=first"))
        try:
            client.ask("seek nothing")
        except ArenaError as error:
            print(error)
        client.close()
        """)
      #expect(output.contains("'rules'"), "\(output)")
      #expect(output.contains("unknown-game"))
    }
  }

  @Test(
    .enabled(if: Peer.hasPython("gymnasium"), "Gymnasium is not installed"),
    arguments: ["CartPole-v1", "Pendulum-v1", "FrozenLake-v1", "Taxi-v4", "Blackjack-v1"])
  func `Gymnasium's own check passes`(task: String) throws {
    let output = try python(
      """
      from arena import ArenaEnv
      from gymnasium.utils.env_checker import check_env
      env = ArenaEnv("\(task)")
      check_env(env, skip_render_check=True)
      env.close()
      print("checked")
      """)
    #expect(output.contains("checked"))
  }

  @Test(
    .enabled(if: Peer.hasPython("pettingzoo"), "PettingZoo is not installed"),
    arguments: ["tic-tac-toe", "connect-four", "othello"])
  func `PettingZoo's own test passes`(game: String) throws {
    let output = try python(
      """
      from arena import ArenaMatch
      from pettingzoo.test import api_test
      match = ArenaMatch("\(game)")
      api_test(match, num_cycles=100)
      match.close()
      """)
    #expect(output.contains("Passed API test"))
  }
}
