import Foundation
import Glibc
import Server

/// `arena serve` on a free port, for as long as the value lives.
final class ArenaServer {
  private let process = Process()
  private let output = Pipe()
  let port: Int

  /// What it printed before it listened, and the lines until the last bot was named.
  init(_ arguments: [String], in folder: String) throws {
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["serve", "--port", "0"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var text = ""
    while !text.contains(/listening on .* port \d+\n/) {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { break }
      text += String(decoding: data, as: UTF8.self)
    }
    port = text.firstMatch(of: /port (\d+)\n/).flatMap { Int($0.1) } ?? 0
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  /// Ends it in the middle of whatever it does.
  func kill() {
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  func signal(_ number: Int32) { Glibc.kill(process.processIdentifier, number) }

  /// Its exit status, once it has ended by itself.
  func waitForEnd() -> Int32 {
    Program.waitForEnd(of: process)
    return process.terminationReason == .exit ? process.terminationStatus : -1
  }
}

/// A person at the other end of a line.
final class TextClient {
  private let line: LineClient

  /// Connects and reads the greeting.
  init(_ port: Int) throws {
    line = try LineClient(host: "127.0.0.1", port: UInt16(port))
    _ = try line.readLine()
  }

  /// Says a line and returns its final answer.
  func ask(_ text: String) throws -> String { try lines(after: text).last ?? "" }

  /// Says a line and returns what comes up to its final answer.
  func lines(after text: String) throws -> [String] {
    try line.send(text)
    var lines: [String] = []
    while true {
      lines.append(try line.readLine())
      if lines.last.map({ $0.hasPrefix("ok ") || $0.hasPrefix("error ") }) ?? false { return lines }
    }
  }

  /// The next line that begins so.
  func read(_ beginning: String) throws -> String {
    while true {
      let text = try line.readLine(timeout: .seconds(60))
      if text.hasPrefix(beginning) { return text }
    }
  }
}

/// Something that listens, sends bytes to whoever connects and hangs up when told or left.
final class FakeServer {
  let port: Int
  private let listener: Int32

  /// - Parameter script: what to send; a nil waits for a line of the client.
  init(_ script: [String?]) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isUp = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 1) == 0
          && getsockname(listener, $0, &size) == 0
      }
    }
    guard isUp else { throw POSIXError(.EADDRNOTAVAIL) }
    port = Int(UInt16(bigEndian: name.sin_port))
    Thread.detachNewThread {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { return }
      for step in script {
        if let step {
          let bytes = Array(step.utf8)
          _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        } else {
          var byte: UInt8 = 0
          while recv(client, &byte, 1, 0) == 1 && byte != UInt8(ascii: "\n") {}
        }
      }
      close(client)
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }
}
