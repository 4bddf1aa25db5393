import Foundation
import Testing

/// Wrong calls and failures: one clear line on standard error, the right exit status, nothing
/// written.
@Suite struct UsageErrorTests {
  /// The words of a call and what its error must say.
  static let wrongCalls: [(String, String)] = [
    ("fly", "unknown command 'fly'"),
    (
      "tune hex --player uct --vary simulations=1..9 --method spsa --games 8",
      "spsa plays at least 16 with --pairs 8"
    ),
    ("tune hex --player uct --vary simulations=1.5..2.5", "holds fewer than two"),
    ("trian", "did you mean train?"),
    ("help trian", "did you mean train?"),
    ("help train now", "help takes one command"),
    ("list chess", "unknown game or task 'chess'"),
    ("list conect-four", "did you mean connect-four?"),
    ("play CartPole-v1", "CartPole-v1 is a task, not a game"),
    ("rollout hex --actions -", "hex is a game, not a task"),
    ("evaluate connect-four --player random", "connect-four is a game: --solver counts"),
    ("play hex --sise 5", "did you mean --size?"),
    ("play hex -seat first", "did you mean --seat"),
    ("tournament hex --player random --player utc", "did you mean uct?"),
    ("tournament hex --player random --player a'b\"c=one-ply", "one kind of quotes"),
    ("tournament hex --player random --player uct:simulation=5", "did you mean simulations?"),
    (
      "tournament hex --player random --player uct:simulations=5,simulations=6", "simulations twice"
    ),
    ("train hex --agent alphazero --steps 9 --option gumbl=1", "arena list NAME lists all 4"),
    ("train hex --agent alphazero --steps 9 --option bloks=1", "did you mean blocks?"),
    ("models run rollbak 3", "did you mean rollback?"),
    ("net descibe file", "did you mean describe?"),
    ("bench searh", "did you mean search?"),
    ("bench", "arena bench environments|neural|"),
    ("bench search --only nothing-like-it", "nothing that search measures"),
    ("bench neural --only nothing-like-it", "nothing that neural measures"),
    ("bench environments --only nothing-like-it", "nothing that environments measures"),
    ("rules go-lite --size 7 --set size=5", "size is given twice"),
    ("rules go-lite --set size=7 --set size=7", "gives size twice"),
    ("rules go-lite --size --set size=7", "--size needs a value"),
    ("tournament hex --player random --player one-ply --records --json", "--records needs a value"),
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
    ("train connect-four --agent alphazero --steps 10 --run=", "--run cannot be empty"),
    ("train connect-four --agent dqn --steps 10 --fresh --from-previous", "give one of"),
    (
      "train connect-four --agent dqn --steps 10 --option learning-rate=10",
      "a number from 0.0 to 1.0"
    ),
    (
      "train connect-four --agent ppo --steps 10 --option final-learning-rate=2",
      "a number from 0.0 to 1.0"
    ),
    ("train connect-four --agent dqn --steps 10 --option rate=1", "now called learning-rate"),
    ("quickstart --run=", "--run cannot be empty"),
    ("net describe /tmp", "cannot read /tmp: it is no file"),
    ("net describe nowhere", "cannot read nowhere: No such file or directory"),
    ("tournament connect-four --player random", "two players or more"),
    ("tournament hex --player random --player uct --format gantlet", "did you mean gauntlet?"),
    ("tournament connect-four --player random --player random", "given twice"),
    ("tournament connect-four --player random --player uct:simulations", "is not a player"),
    ("tournament connect-four --player random --player uct:sims=3", "unknown option 'sims'"),
    ("tournament connect-four --player random --player uct:simulations=0", "cannot be '0'"),
    ("tournament hex --player random --player alphazero", "needs a trained run"),
    ("tournament connect-four --player random --player gtp", "unknown agent 'gtp'"),
    ("tournament go-lite --player random --player gtp", "option command is missing"),
    (
      "tournament go --player random --player gtp:command=cat --set columns=5",
      "square boards only, not on 5 by 19"
    ),
    ("tournament connect-four --player random --player uct --games 0", "--games cannot be '0'"),
    ("play connect-four --seat left", "--seat cannot be 'left'"),
    ("rules connect-four --set columns", "it must be key=value"),
    ("rules connect-four --set columns=0", "columns cannot be '0'"),
    ("rules connect-four --size 7 --size 8", "--size is given twice"),
    ("bench everything", "unknown area 'everything'"),
    ("sprt --pairs 1,2,3,4,9999999999999", "each from 0 to 1000000000000"),
    ("tournament hex --player random --player one-ply --clock 1e300", "from 0.001 to 86400"),
    ("tune tic-tac-toe --player uct --vary simulations=5..1", "LOW below HIGH"),
    ("serve --port 99999", "--port cannot be '99999'"),
    ("serve --bot connect-four", "it names no player"),
    ("serve --clock soon", "--clock cannot be 'soon'"),
    ("serve --clock 86401", "0.001 to 86400 s"),
    ("join nowhere --game go --player random", "it must be HOST:PORT"),
    ("evaluate chess --solver --player random", "unknown game or task 'chess'"),
    ("evaluate go --solver --player random", "no solver knows go"),
    (
      "evaluate connect-four --solver --player random --set columns=8 --set rows=8", "too large"
    ),
    ("evaluate connect-four --solver --player random --positions 0", "--positions cannot be '0'"),
    ("evaluate tic-tac-toe --solver --player alphazero", "needs a trained run"),
    ("evaluate CartPole-v1", "--player is missing"),
    ("models", "RUN is missing"),
    ("ablate connect-four --mistakes 5", "--games-limit is missing"),
    ("ablate connect-four --games-limit 10", "give one of --mistakes P"),
    (
      "ablate connect-four --games-limit 10 --mistakes 5 --policy-mistakes 5",
      "give one of --mistakes P"
    ),
    ("ablate connect-four --games-limit 10 --mistakes 101", "--mistakes cannot be '101'"),
    ("ablate connect-four --games-limit 10 --mistakes 5 --features luck", "unknown feature 'luck'"),
    ("ablate connect-four --games-limit 10 --mistakes 5 --agent uct", "uct does not learn"),
    ("ablate connect-four --games-limit 10 --mistakes 5 --agent dqn", "dqn has no features"),
    ("ablate go-lite --games-limit 10 --mistakes 5", "no solver knows go-lite"),
    ("ablate go --games-limit 10 --beats wizard", "unknown agent 'wizard'"),
    ("ablate go --games-limit 10 --beats random --seeds 0", "--seeds cannot be '0'"),
    (
      "train connect-four --agent alphazero --steps 10 --promotion-games -1",
      "--promotion-games cannot be '-1'"
    ),
    ("quickstart --minutes 0", "--minutes cannot be '0'"),
    ("tournament connect-four --player random --player alphazero:run=nowhere", "nowhere"),
    ("serve --bot connect-four=alphazero:run=nowhere", "nowhere"),
    ("evaluate nowhere --solver", "cannot read the run nowhere"),
    ("models nowhere", "cannot read the run nowhere"),
    ("models nowhere rollback 3", "cannot read the run nowhere"),
  ]

  /// Right calls that fail: the words and what the error must say.
  static let failures: [(String, String)] = [
    ("train connect-four --agent alphazero --steps 10 --run /proc/none", "/proc/none"),
    (
      "tournament go-lite --player random --player gtp:command=no-such-program",
      "the program 'no-such-program' ended (no such program)"
    ),
    ("join 127.0.0.1:1 --game go --player random", "cannot connect"),
    ("rollout CartPole-v1 --actions nowhere", "cannot read nowhere: No such file or directory"),
    ("rollout CartPole-v1 --actions /", "cannot read /: Is a directory"),
    ("rollout CartPole-v1 --actions /dev/zero", "/dev/zero is larger than"),
  ]

  @Test(arguments: failures)
  func `a right call that fails exits with 1 after one clear line`(
    call: String, message: String
  ) throws {
    try expect(1, message, of: call)
  }

  @Test(arguments: wrongCalls)
  func `a wrong call gets one clear line`(call: String, message: String) throws {
    try expect(2, message, of: call)
  }

  private func expect(_ status: Int32, _ message: String, of call: String) throws {
    try withEmptyFolder { folder in
      let result = try Program.run(call.split(separator: " ").map(String.init), in: folder)
      #expect(result.status == status)
      #expect(result.output == "")
      #expect(result.errors.contains(message), "\(result.errors)")
      #expect(result.errors.count { $0 == "\n" } == 1 && result.errors.hasSuffix("\n"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }

  @Test func `a run folder that is a file is refused, however short its name`() throws {
    try withEmptyFolder { folder in
      try "text".write(toFile: folder + "/x", atomically: true, encoding: .utf8)
      for path in ["x", "x/", "x/y"] {
        let result = try Program.run(
          ["train", "hex", "--agent", "alphazero", "--steps", "9", "--run", path], in: folder)
        #expect(result.status == 1 && result.reason == .exit)
        #expect(result.errors.hasPrefix("arena train: cannot create x"), "\(result.errors)")
        #expect(result.errors.count { $0 == "\n" } == 1)
      }
    }
  }

  @Test func `more players than can be rated are refused`() throws {
    try withEmptyFolder { folder in
      let text = (0..<2501).map { "a\($0) b\($0) 1\n" }.joined()
      try text.write(toFile: folder + "/x", atomically: true, encoding: .utf8)
      let result = try Program.run(["ratings", "x"], in: folder)
      #expect(result.status == 1 && result.output == "")
      #expect(result.errors.contains("x has 5,002 players: at most 5,000"), "\(result.errors)")
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
        #expect(try Program.run(["help", name], in: folder).output == help.output)
      }
    }
  }
}
