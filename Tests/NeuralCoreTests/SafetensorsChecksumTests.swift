import Foundation
import Testing

@testable import NeuralCore

/// What the checksum of a file covers, and files of before.
@Suite struct SafetensorsChecksumTests {
  private func sample() -> Safetensors {
    var file = Safetensors()
    file.metadata = ["run.kept": "4", "note": "\"checksum\":\"0123456789abcdef\""]
    file.set("floats", [1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
    file.set("bytes", [7, 8, 9] as [UInt8])
    return file
  }

  private func bytes(_ file: Safetensors) throws -> Data {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { unlink(path) }
    try file.write(to: path)
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  /// A file as it was written before: the checksum is of the data alone, if there is one.
  private func older(checksum isThere: Bool) throws -> Data {
    let whole = try bytes(sample())
    let size = whole.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
    let data = whole.dropFirst(8 + size)
    var sum = Checksum()
    data.withUnsafeBytes { sum.add($0) }
    var header = String(decoding: whole[8..<8 + size], as: UTF8.self)
    header.replace(
      /"checksum":"[0-9a-f]{16}","checksum.covers":"header and data",/,
      with: isThere ? "\"checksum\":\"\(sum.text)\"," : "")
    return withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
      + Data(header.utf8) + data
  }

  @Test func `every flipped bit of header and data is refused`() throws {
    let whole = try bytes(sample())
    #expect(try Safetensors(whole, source: "whole").metadata == sample().metadata)
    for index in whole.indices {
      for bit in 0..<8 {
        var damaged = whole
        damaged[index] ^= 1 << UInt8(bit)
        #expect(throws: SafetensorsError.self) { try Safetensors(damaged, source: "flipped") }
      }
    }
  }

  @Test func `every byte taken out, put in or put elsewhere is refused`() throws {
    let whole = try bytes(sample())
    for index in whole.indices {
      let inserted = whole.prefix(index) + [UInt8(ascii: "1")] + whole.dropFirst(index)
      let removed = whole.prefix(index) + whole.dropFirst(index + 1)
      for damaged in [inserted, removed] {
        #expect(throws: SafetensorsError.self) { try Safetensors(Data(damaged), source: "changed") }
      }
    }
  }

  @Test func `files of before are read, and refused where their data is damaged`() throws {
    for isThere in [true, false] {
      let whole = try older(checksum: isThere)
      let file = try Safetensors(whole, source: "older")
      #expect(file.metadata == sample().metadata)
      #expect(try file.values("floats", as: Float.self) == [1, 2, 3, 4, 5, 6])
    }
    let whole = try older(checksum: true)
    let damaged = whole.dropLast() + [whole[whole.count - 1] ^ 1]
    #expect(throws: SafetensorsError.self) { try Safetensors(Data(damaged), source: "older") }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity, -.nan])
  func `a network whose weights are no numbers is refused with file and count`(
    value: Float
  ) throws {
    var network = try SampleNetworks.network(SampleNetworks.all[0].architecture)
    network.parameters[0] = value
    network.parameters[network.parameters.count - 1] = value
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { unlink(path) }
    try network.write(to: path)
    let error = #expect(throws: SafetensorsError.self) { try Network(contentsOf: path) }
    #expect(
      error?.description
        == "\(path): 2 of \(network.parameters.count) weights are no finite numbers")
  }

  @Test func `a folder is no file, and a slope is positive`() throws {
    let error = #expect(throws: SafetensorsError.self) { try Safetensors(contentsOf: "/tmp") }
    #expect(error?.description == "cannot read /tmp: it is no file")
    for slope in [-1, 0, .infinity, .nan] as [Float] {
      let architecture = Architecture(
        input: .vector(2),
        trunk: [.dense(outputs: 2), .activation(.leakyRelu(slope: slope))],
        heads: [Head(name: "out", layers: [.dense(outputs: 1)])])
      #expect(throws: ArchitectureError.self) { try Network(zeros: architecture) }
    }
  }
}
