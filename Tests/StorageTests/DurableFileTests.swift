import Foundation
import Storage
import Testing

@Suite struct DurableFileTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("durable-" + UUID().uuidString).path

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func contents(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  private func remove() { try? FileManager.default.removeItem(atPath: folder) }

  @Test func `the new contents replace the old and nothing else is left`() throws {
    defer { remove() }
    let path = folder + "/file"
    try DurableFile.write(Data("old, and longer".utf8), to: path)
    try DurableFile.write(Data("new".utf8), to: path)
    #expect(try contents(path) == "new")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
  }

  @Test func `pieces follow each other`() throws {
    defer { remove() }
    let path = folder + "/file"
    try DurableFile.write(to: path) { (file: borrowing DurableFile.Writer) throws(StorageError) in
      for word in ["one ", "", "two ", "three"] { try file.append(Data(word.utf8)) }
    }
    #expect(try contents(path) == "one two three")
  }

  @Test func `a failure half-way leaves the old contents`() throws {
    defer { remove() }
    let path = folder + "/file"
    try DurableFile.write(Data("old".utf8), to: path)
    let error = #expect(throws: StorageError.self) {
      try DurableFile.write(to: path) {
        (file: borrowing DurableFile.Writer) throws(StorageError) in
        try file.append(Data("half of the n".utf8))
        throw StorageError("the power went")
      }
    }
    #expect(error?.description == "the power went")
    #expect(try contents(path) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
  }

  @Test func `a folder that is not there is named with the reason`() throws {
    defer { remove() }
    let path = folder + "/missing/file"
    let error = #expect(throws: StorageError.self) {
      try DurableFile.write(Data("new".utf8), to: path)
    }
    #expect(
      error?.description == "cannot create \(path).partial: No such file or directory")
  }

  @Test func `a target that is a folder is refused and the temporary file removed`() throws {
    defer { remove() }
    let path = folder + "/target"
    try FileManager.default.createDirectory(
      atPath: path + "/inside", withIntermediateDirectories: true)
    let error = #expect(throws: StorageError.self) {
      try DurableFile.write(Data("new".utf8), to: path)
    }
    #expect(error?.description.hasPrefix("cannot write \(path): ") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["target"])
  }

  @Test func `a full disk is reported and the old contents stay`() throws {
    defer { remove() }
    // The temporary name leads to the device that is always full.
    let path = folder + "/file"
    try DurableFile.write(Data("old".utf8), to: path)
    try FileManager.default.createSymbolicLink(
      atPath: path + ".partial", withDestinationPath: "/dev/full")
    let error = #expect(throws: StorageError.self) {
      try DurableFile.write(Data("new".utf8), to: path)
    }
    #expect(error?.description == "cannot write \(path).partial: No space left on device")
    #expect(try contents(path) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
  }

  @Test func `a name without a folder means the current one`() throws {
    defer { remove() }
    let name = "durable-" + UUID().uuidString
    defer { unlink(name) }
    try DurableFile.write(Data("here".utf8), to: name)
    #expect(try contents(name) == "here")
  }
}
