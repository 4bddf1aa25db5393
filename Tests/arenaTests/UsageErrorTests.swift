import Foundation
import Testing

/// Wrong calls: one clear line on standard error, exit status 2, nothing written.
@Suite struct UsageErrorTests {
  /// The words of a call and what its error must say.
  static let wrongCalls: [(String, String)] = [
    ("fly", "unknown command 'fly'"),
    ("list chess", "unknown game or task 'chess'"),
    ("list connect-four go", "'go' is too much"),
    ("train", "GAME|TASK is missing"),
    ("train connect-four --minutes 1", "--agent is missing"),
    ("train connect-four --agent alphazero", "either --minutes M or --steps N"),
    (
      "train connect-four --agent alphazero --minutes 1 --steps 5",
      "either --minutes M or --steps N"
    ),
    ("train connect-four --agent alphazero --minutes x", "--minutes cannot be 'x'"),
    ("train connect-four --agent alphazero --minutes", "--minutes needs a value"),
    ("train connect-four --agent alphazero --steps -4", "--steps cannot be '-4'"),
    ("train connect-four --agent wizard --steps 10", "unknown agent 'wizard'"),
    ("train connect-four --agent uct --steps 10", "uct does not learn"),
    ("train connect-four --agent alphazero --steps 10 --option blocks=ten", "cannot be 'ten'"),
    (
      "train connect-four --agent alphazero --steps 10 --option bricks=1", "unknown option 'bricks'"
    ),
    ("train connect-four --agent alphazero --steps 10 --option blocks", "it must be key=value"),
    ("train connect-four --agent alphazero --steps 10 --set rows=99", "rows cannot be '99'"),
    ("train connect-four --agent alphazero --steps 10 --fast", "unknown flag --fast"),
    ("train chess --agent alphazero --steps 10", "unknown game or task 'chess'"),
    ("train CartPole-v1 --agent alphazero --steps 10", "unknown agent 'alphazero'"),
    (
      "train connect-four --agent alphazero --steps 10 --run /proc/none",
      "cannot create /proc/none: No such file or directory"
    ),
    ("train connect-four --agent alphazero --steps 10 --run=", "--run cannot be empty"),
    ("train connect-four --agent dqn --steps 10 --fresh --from-previous", "give one of"),
    ("train connect-four --agent dqn --steps 10 --option rate=10", "a number from 0.0 to 1.0"),
    ("train connect-four --agent ppo --steps 10 --option last-rate=2", "a number from 0.0 to 1.0"),
    ("quickstart --run=", "--run cannot be empty"),
    ("net describe /tmp", "cannot read /tmp: it is no file"),
    ("tournament connect-four --player random", "two players or more"),
    ("tournament connect-four --player random --player random", "given twice"),
    ("tournament connect-four --player random --player uct:simulations", "is not a player"),
    ("tournament connect-four --player random --player uct:sims=3", "unknown option 'sims'"),
    ("tournament connect-four --player random --player uct:simulations=0", "cannot be '0'"),
    ("tournament connect-four --player random --player alphazero", "needs a trained run"),
    ("tournament connect-four --player random --player alphazero:run=nowhere", "nowhere"),
    ("tournament connect-four --player random --player gtp", "unknown agent 'gtp'"),
    ("tournament go-lite --player random --player gtp", "option command is missing"),
    (
      "tournament go-lite --player random --player gtp:command=no-such-program",
      "the program 'no-such-program' ended (no such program)"
    ),
    (
      "tournament go --player random --player gtp:command=cat --set columns=5",
      "square boards only, not on 5 by 19"
    ),
    ("tournament connect-four --player random --player uct --games 0", "--games cannot be '0'"),
    ("play connect-four --seat left", "--seat cannot be 'left'"),
    ("rules connect-four --set columns", "it must be key=value"),
    ("rules connect-four --set columns=0", "columns cannot be '0'"),
    ("rules connect-four --size 7 --size 8", "--size is given 2 times"),
    ("bench everything", "unknown area 'everything'"),
    ("serve --port 99999", "--port cannot be '99999'"),
    ("serve --bot connect-four", "it must be GAME=SPEC"),
    ("serve --bot connect-four=alphazero:run=nowhere", "nowhere"),
    ("serve --clock soon", "--clock cannot be 'soon'"),
    ("join nowhere --game go --player random", "it must be HOST:PORT"),
    ("join 127.0.0.1:1 --game go --player random", "cannot connect"),
    ("evaluate nowhere --solver", "cannot read the run nowhere"),
    ("evaluate chess --solver --player random", "unknown game or task 'chess'"),
    ("evaluate go --solver --player random", "no solver knows go"),
    (
      "evaluate connect-four --solver --player random --set columns=8 --set rows=8", "too large"
    ),
    ("evaluate connect-four --solver --player random --positions 0", "--positions cannot be '0'"),
    ("evaluate connect-four --solver --player alphazero", "needs a trained run"),
    ("evaluate CartPole-v1", "--player is missing"),
    ("models", "RUN is missing"),
    ("models nowhere", "cannot read the run nowhere"),
    ("models nowhere rollback 3", "cannot read the run nowhere"),
    ("ablate connect-four --mistakes 5", "--games-limit is missing"),
    ("ablate connect-four --games-limit 10", "give one of --mistakes P"),
    (
      "ablate connect-four --games-limit 10 --mistakes 5 --policy-mistakes 5",
      "give one of --mistakes P"
    ),
    ("ablate connect-four --games-limit 10 --mistakes 101", "--mistakes cannot be '101'"),
    ("ablate connect-four --games-limit 10 --mistakes 5 --levers luck", "unknown lever 'luck'"),
    ("ablate connect-four --games-limit 10 --mistakes 5 --agent uct", "uct does not learn"),
    ("ablate connect-four --games-limit 10 --mistakes 5 --agent dqn", "dqn has no levers"),
    ("ablate go-lite --games-limit 10 --mistakes 5", "no solver knows go-lite"),
    ("ablate go --games-limit 10 --beats wizard", "unknown agent 'wizard'"),
    ("ablate go --games-limit 10 --beats random --seeds 0", "--seeds cannot be '0'"),
    (
      "train connect-four --agent alphazero --steps 10 --promotion-games -1",
      "--promotion-games cannot be '-1'"
    ),
    ("quickstart --minutes 0", "--minutes cannot be '0'"),
  ]

  @Test(arguments: wrongCalls)
  func `a wrong call gets one clear line`(call: String, message: String) throws {
    try withEmptyFolder { folder in
      let result = try Program.run(call.split(separator: " ").map(String.init), in: folder)
      #expect(result.status == 2)
      #expect(result.output == "")
      #expect(result.errors.contains(message), "\(result.errors)")
      #expect(result.errors.count { $0 == "\n" } == 1 && result.errors.hasSuffix("\n"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }

  @Test func `every command tells its usage`() throws {
    try withEmptyFolder { folder in
      let overview = try Program.run(["--help"], in: folder)
      #expect(overview.status == 0)
      let names = overview.output.matches(of: /(?m)^  arena (\w+)/).map { String($0.1) }
      #expect(names.count >= 9)
      for name in names {
        let help = try Program.run([name, "--help"], in: folder)
        #expect(help.status == 0 && help.output.contains("usage: arena \(name)"))
      }
    }
  }
}
