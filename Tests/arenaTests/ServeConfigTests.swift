import Foundation
import Glibc
import Testing

/// How a server is set up and run: its file, its operator, its end.
@Suite struct ServeConfigTests {
  @Test func `what --print-config prints says the same to --config`() throws {
    try withEmptyFolder { folder in
      let call = [
        "serve", "--port", "0", "--clients", "77", "--bot", "connect-four=random", "--bot",
        "b@gomoku,size=5=uct:simulations=3", "--clock", "10+2", "--print-config",
      ]
      let printed = try Program.run(call, in: folder)
      #expect(printed.status == 0 && printed.output.contains("\nclients 77\n"), "\(printed)")
      #expect(printed.output.contains("\nbot b@gomoku,size=5=uct:simulations=3\n"))
      try Data(printed.output.utf8).write(to: URL(fileURLWithPath: folder + "/file"))
      let again = try Program.run(["serve", "--config", "file", "--print-config"], in: folder)
      #expect(again.output == printed.output)
      let other = try Program.run(
        ["serve", "--config", "file", "--clients", "5", "--print-config"], in: folder)
      #expect(other.output.contains("\nclients 5\n") && !other.output.contains("clients 77"))
    }
  }

  @Test(arguments: [
    ("clients", "--clients cannot be empty"), ("clients x", "--clients cannot be 'x'"),
    ("bricks 4", "unknown flag --bricks"), ("config other", "line 1: config belongs to the call"),
    ("port 1\nport 2", "--port is given twice"), ("log-format xml", "--log-format cannot be 'xml'"),
    ("admin token", "holds no token"),
  ])
  func `a file that is wrong is one clear line`(_ text: String, _ message: String) throws {
    try withEmptyFolder { folder in
      for (name, content) in [("file", text), ("token", "short")] {
        try Data(content.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      }
      let result = try Program.run(["serve", "--config", "file"], in: folder, limit: 20)
      #expect(result.status != 0 && result.errors.contains(message), "\(result)")
      #expect(result.errors.count { $0 == "\n" } == 1 && result.output == "")
    }
  }

  @Test func `a signal tells everybody, lets games end and then stops`() throws {
    try withEmptyFolder { folder in
      let server = try ArenaServer(["--grace", "60"], in: folder)
      let ann = try TextClient(server.port)
      let bob = try TextClient(server.port)
      _ = try ann.ask("hello ann")
      _ = try bob.ask("hello bob")
      _ = try ann.ask("seek connect-four seat=first people")
      _ = try bob.ask("accept 1")
      server.signal(SIGTERM)
      #expect(try bob.read("note ").hasPrefix("note the server stops within 60 s: games are lost"))
      #expect(try bob.ask("seek connect-four").hasPrefix("error unavailable no games are begun"))
      _ = try bob.ask("resign")
      #expect(try ann.read("result ").hasPrefix("result 1 first resignation"))
      #expect(try ann.read("bye ") == "bye the server stops")
      #expect(server.waitForEnd() == 0)
    }
  }

  @Test func `a second signal stops at once`() throws {
    try withEmptyFolder { folder in
      let server = try ArenaServer(["--grace", "600", "--journal", "j"], in: folder)
      let ann = try TextClient(server.port)
      let bob = try TextClient(server.port)
      _ = try ann.ask("hello ann")
      _ = try bob.ask("hello bob")
      _ = try ann.ask("seek connect-four seat=first people")
      _ = try bob.ask("accept 1")
      server.signal(SIGINT)
      #expect(try bob.read("note ").contains("wait for its return"))
      server.signal(SIGINT)
      #expect(try ann.read("bye ") == "bye the server stops")
      #expect(server.waitForEnd() == 0)
    }
  }

  @Test func `a hang-up reads the limits anew, and the operator looks at the server`() throws {
    try withEmptyFolder { folder in
      func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      }
      try write("token", "operator-token\n")
      try write("file", "player-offers 1\nadmin token\n")
      let server = try ArenaServer(["--config", "file", "--journal", "j"], in: folder)
      let ann = try TextClient(server.port)
      _ = try ann.ask("hello ann")
      _ = try ann.ask("seek connect-four seat=first people")
      #expect(try ann.ask("seek hex people").hasPrefix("error too-many"))
      try write("file", "player-offers 2\nadmin token\n")
      server.signal(SIGHUP)
      let end = Date.now.addingTimeInterval(30)
      var answer = ""
      repeat {
        answer = try ann.ask("seek hex people")
      } while answer.hasPrefix("error")
        && Date.now < end
      #expect(answer.hasPrefix("ok seek"))
      let boss = try TextClient(server.port)
      #expect(try boss.ask("admin operator-token ban ann") == "ok admin")
      #expect(try ann.read("bye ") == "bye the operator sends you away")
      // Lines behind it are answered behind it.
      #expect(try boss.ask("admin operator-token metrics\nping") == "ok admin")
      #expect(try boss.read("ok ") == "ok ping")
      #expect(try boss.ask("admin operator-token shutdown 0") == "ok admin")
      #expect(server.waitForEnd() == 0)
      #expect(try String(contentsOfFile: folder + "/j.bans", encoding: .utf8) == "ann\n")
      // Bans are kept.
      let again = try ArenaServer(["--journal", "j"], in: folder)
      #expect(try TextClient(again.port).ask("hello ann").hasPrefix("error not-allowed"))
    }
  }

  @Test func `the log is objects where it is asked to be, and warns where strangers listen`() throws
  {
    try withEmptyFolder { folder in
      let pipe = Pipe()
      let process = try Program.start(
        ["serve", "--port", "0", "--address", "::", "--log-format", "json"], in: folder,
        output: pipe)
      var text = ""
      while !text.contains("TLS") {
        let data = pipe.fileHandleForReading.availableData
        guard !data.isEmpty else { break }
        text += String(decoding: data, as: UTF8.self)
      }
      kill(process.processIdentifier, SIGTERM)
      process.waitUntilExit()
      let lines = text.split(separator: "\n")
      #expect(lines.count >= 2, "\(text)")
      for line in lines {
        let object = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        #expect(object.keys.sorted() == ["message", "time"])
      }
    }
  }
}
