import Foundation
import Glibc

/// A program started by a shell command, with its standard input and output in our hands.
///
/// It lives no longer than this value, nor than our process, however that ends: a watcher in its
/// process group reads from a socket that only we hold, and kills the group when that closes. The
/// group is one of its own, so that the terminal's Ctrl-C reaches us and not the program. What
/// it writes to standard error is dropped.
///
/// Foundation's `Process` is not used: it leaves a program the signals that we ignore and has no
/// place for the watcher's socket. Sockets rather than pipes because writing to a pipe whose reader
/// died would raise SIGPIPE, which ends us.
struct ChildProgram: ~Copyable {
  private let process: pid_t
  private let socket: Int32
  private let watched: Int32

  /// - Throws: `GTPError.notStarted` when the system refuses; a command that does not exist shows
  ///   as a program that ends at once.
  init(command: String) throws(GTPError) {
    let talk = try Self.connectedPair()
    defer { close(talk.theirs) }
    do throws(GTPError) {
      let watch = try Self.connectedPair()
      defer { close(watch.theirs) }
      do throws(GTPError) {
        process = try Self.spawn(command, socket: talk.theirs, watched: watch.theirs)
      } catch {
        close(watch.ours)
        throw error
      }
      watched = watch.ours
    } catch {
      close(talk.ours)
      throw error
    }
    socket = talk.ours
  }

  deinit {
    kill(-process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    close(socket)
    close(watched)
  }

  /// Sends bytes; a program that is gone or does not read is found out by its silence.
  func send(_ text: String) {
    var bytes = Array(text.utf8)
    while !bytes.isEmpty {
      let sent = Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
      if sent < 0 && errno == EINTR { continue }
      guard sent > 0 else { return }
      bytes.removeFirst(sent)
    }
  }

  /// Bytes that the program wrote: none after `deadline`, nil when it closed its output.
  func receive(by deadline: ContinuousClock.Instant) -> [UInt8]? {
    while true {
      let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
      var request = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      let ready = poll(&request, 1, Int32(max(0, min(left.rounded(.up), 1e9))))
      if ready < 0 && errno == EINTR { continue }
      guard ready > 0 else { return [] }
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = recv(socket, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
      return count > 0 ? Array(bytes.prefix(count)) : nil
    }
  }

  /// How the program ended, in words, if it did.
  func ending() -> String {
    var information = siginfo_t()
    // The process itself is left for `deinit` to collect, for till then its number is ours.
    let options = WEXITED | WNOWAIT | WNOHANG
    for _ in 0..<20 {
      guard waitid(P_PID, id_t(process), &information, options) == 0 else { break }
      if information.si_signo != 0 { break }
      usleep(5000)
    }
    let status = information._sifields._sigchld.si_status
    guard information.si_signo != 0 else { return "its output was closed" }
    guard information.si_code == CLD_EXITED else { return "signal \(status)" }
    return status == 127 ? "no such program" : "exit status \(status)"
  }

  private static func connectedPair() throws(GTPError) -> (ours: Int32, theirs: Int32) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .notStarted(systemMessage(errno)) }
    return (ends[0], ends[1])
  }

  /// Starts the shell and returns its process, the leader of the new group.
  private static func spawn(
    _ command: String, socket: Int32, watched: Int32
  ) throws(GTPError) -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_adddup2(&files, socket, 0)
    posix_spawn_file_actions_adddup2(&files, socket, 1)
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&files, watched, 3)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (all, none) = (sigset_t(), sigset_t())
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    let watcher = "{ read -r _ <&3; kill -s KILL -- -$$; } >/dev/null 2>&1 &\nexec 3<&-\n"
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    var process: pid_t = 0
    let code = withCStrings(["sh", "-c", watcher + command]) { arguments in
      withCStrings(environment) { environment in
        posix_spawn(&process, "/bin/sh", &files, &attributes, arguments, environment)
      }
    }
    guard code == 0 else { throw .notStarted(systemMessage(code)) }
    return process
  }

  private static func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }

  /// Calls `body` with the null-terminated array that C wants.
  private static func withCStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }
}
