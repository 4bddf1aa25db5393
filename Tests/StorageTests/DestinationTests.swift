import Foundation
import Glibc
import Testing

@testable import Storage

/// What lies at a path that is written to: it stays what it is.
@Suite struct DestinationTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "arena-destination-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  private func write(_ text: String, to path: String) throws {
    try DurableFile.write(Data(text.utf8), to: path)
  }

  private func kind(of path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
  }

  @Test func `links and files with two names are written through`() throws {
    try withFolder { folder in
      for name in ["target", "one"] { try write("old", to: "\(folder)/\(name)") }
      try #require(symlink("target", "\(folder)/link") == 0)
      try #require(symlink("nothing-yet", "\(folder)/early") == 0)
      try #require(link("\(folder)/one", "\(folder)/two") == 0)
      for name in ["link", "early", "two"] {
        try DurableFile.prepare("\(folder)/\(name)")
        try write("new", to: "\(folder)/\(name)")
      }
      #expect(kind(of: "\(folder)/link") == S_IFLNK)
      #expect(kind(of: "\(folder)/early") == S_IFLNK)
      for name in ["target", "nothing-yet", "one"] {
        #expect(try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) == "new")
      }
    }
  }

  @Test func `what is needed meanwhile lies beside a file, not a device or a link`() throws {
    try withFolder { folder in
      try write("old", to: folder + "/file")
      for name in ["file", "new"] {
        #expect(DurableFile.scratch(for: "\(folder)/\(name)") == "\(folder)/\(name).partial")
      }
      try #require(symlink("file", folder + "/link") == 0)
      for path in ["/dev/null", "/dev/stdout", folder + "/link", folder] {
        let names = (0..<2).map { _ in DurableFile.scratch(for: path) }
        #expect(names[0] != names[1])
        #expect(names.allSatisfy { $0.hasPrefix(NSTemporaryDirectory() + "arena-") }, "\(names)")
        #expect(names.allSatisfy { !$0.hasPrefix(folder) })
      }
    }
  }

  @Test func `a pipe stays a pipe and its reader gets the bytes`() throws {
    try withFolder { folder in
      let path = folder + "/pipe"
      try #require(mkfifo(path, 0o600) == 0)
      try DurableFile.prepare(path)
      // Open for both, so that neither side waits for the other.
      let reader = open(path, O_RDWR)
      defer { close(reader) }
      try write("through", to: path)
      var bytes = [UInt8](repeating: 0, count: 64)
      let count = read(reader, &bytes, bytes.count)
      #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "through")
      #expect(kind(of: path) == S_IFIFO)
    }
  }

  @Test func `a plain file is replaced whole and keeps its permissions`() throws {
    try withFolder { folder in
      let path = folder + "/file"
      try write("old", to: path)
      chmod(path, 0o600)
      var before = stat()
      try #require(stat(path, &before) == 0)
      try write("new", to: path)
      var after = stat()
      try #require(stat(path, &after) == 0)
      #expect(after.st_mode == before.st_mode)
      #expect(after.st_ino != before.st_ino, "replaced by a rename")
    }
  }

  @Test(arguments: [
    ("a", "."), ("a/b", "a"), ("/a", "/"), ("/", "/"), ("/a/b/", "/a"), ("a//b", "a"), ("", "."),
    ("a/\u{301}b", "a"), ("../é/x", "../é"),
  ])
  func `every path lies in a folder`(path: String, folder: String) {
    #expect(DurableFile.folder(of: path) == folder)
  }

  @Test func `what cannot be written is found before there is anything to write`() throws {
    try withFolder { folder in
      try write("text", to: folder + "/file")
      for (path, reason) in [
        (folder, "Is a directory"), (folder + "/file/below", "Not a directory"),
        ("/proc/none/file", "No such file or directory"),
      ] {
        let error = #expect(throws: StorageError.self) { try DurableFile.prepare(path) }
        #expect(error?.description.contains(reason) == true, "\(path): \(error?.description ?? "")")
      }
      try DurableFile.prepare(folder + "/new/folders/file")
      #expect(kind(of: folder + "/new/folders") == S_IFDIR)
      #expect(kind(of: folder + "/new/folders/file") == 0, "nothing is written yet")
      #expect(kind(of: folder + "/new/folders/file.partial") == 0)
    }
  }
}
