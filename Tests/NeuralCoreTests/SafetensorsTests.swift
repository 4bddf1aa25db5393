import Foundation
import NeuralCore
import Testing

@Suite struct SafetensorsTests {
  private func temporary() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  }

  private func sample() -> Safetensors {
    var file = Safetensors()
    file.metadata = ["note": "a \"quoted\" word"]
    file.set("floats", [1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
    file.set("bytes", [7, 8, 9] as [UInt8])
    file.set("doubles", [0.1, -0.2])
    file.set("words", [UInt64.max, 1])
    file.set("ints", [-1, 2] as [Int32])
    file.set("longs", [Int64.min, 2])
    file.set("none", [] as [Float], shape: [0, 3])
    return file
  }

  private func sampleBytes() throws -> Data {
    let path = temporary()
    defer { unlink(path) }
    try sample().write(to: path)
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  @Test func `what is written is read`() throws {
    let path = temporary()
    defer { unlink(path) }
    try sample().write(to: path)
    let file = try Safetensors(contentsOf: path)
    #expect(file.metadata == ["note": "a \"quoted\" word"])
    #expect(file.names == ["bytes", "doubles", "floats", "ints", "longs", "none", "words"])
    #expect(try file.values("floats", as: Float.self) == [1, 2, 3, 4, 5, 6])
    #expect(file.shape(of: "floats") == [2, 3])
    #expect(try file.values("bytes", as: UInt8.self) == [7, 8, 9])
    #expect(try file.values("doubles", as: Double.self) == [0.1, -0.2])
    #expect(try file.values("words", as: UInt64.self) == [UInt64.max, 1])
    #expect(try file.values("ints", as: Int32.self) == [-1, 2])
    #expect(try file.values("longs", as: Int64.self) == [Int64.min, 2])
    #expect(try file.values("none", as: Float.self) == [])
    #expect(throws: SafetensorsError.self) { try file.values("floats", as: Double.self) }
    #expect(throws: SafetensorsError.self) { try file.values("nothing", as: Float.self) }
  }

  @Test func `every truncation is refused`() throws {
    let whole = try sampleBytes()
    for count in 0..<whole.count {
      #expect(throws: SafetensorsError.self) { try Safetensors(whole.prefix(count), source: "cut") }
    }
    #expect(throws: SafetensorsError.self) { try Safetensors(whole + [0], source: "longer") }
  }

  @Test func `every flipped bit of the data is refused`() throws {
    let whole = try sampleBytes()
    let header = whole.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
    for index in (8 + header)..<whole.count {
      var damaged = whole
      damaged[index] ^= 1 << UInt8(index % 8)
      #expect(throws: SafetensorsError.self) { try Safetensors(damaged, source: "flipped") }
    }
  }

  @Test func `damage to the header is refused or harmless, never a crash`() throws {
    let whole = try sampleBytes()
    let header = whole.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
    for index in 0..<(8 + header) {
      for bit in 0..<8 {
        var damaged = whole
        damaged[index] ^= 1 << UInt8(bit)
        if let file = try? Safetensors(damaged, source: "flipped") {
          for name in file.names { _ = try? file.values(name, as: Float.self) }
        }
      }
    }
  }

  @Test(arguments: [
    #"{"a":{"dtype":"F32","shape":[1099511627776,1099511627776],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[-2,-1],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
    #"{"a":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
    #"{"a":{}}"#, #"{"a":7}"#, "[]", "", "{", "null",
    String(repeating: "[", count: 100_000),
    #"{"a":"# + String(repeating: #"{"a":"#, count: 10_000),
  ])
  func `hostile headers are refused in one line`(_ header: String) throws {
    var bytes = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    bytes.append(Data(header.utf8))
    bytes.append(Data(count: 8))
    let error = #expect(throws: SafetensorsError.self) { try Safetensors(bytes, source: "file") }
    #expect(error?.description.contains("\n") == false)
    #expect((error?.description.count ?? 0) < 300)
  }

  @Test func `a header that claims the address space is refused`() throws {
    for claim in [UInt64.max, 1 << 63, 1 << 40, 100 << 20] {
      let bytes = withUnsafeBytes(of: claim.littleEndian) { Data($0) } + Data(count: 64)
      #expect(throws: SafetensorsError.self) { try Safetensors(bytes, source: "file") }
    }
    #expect(throws: SafetensorsError.self) { try Safetensors(contentsOf: "/nonexistent/file") }
    #expect(throws: SafetensorsError.self) { try Safetensors(contentsOf: "/tmp") }
  }

  @Test func `a network survives the trip through a file`() throws {
    for sample in SampleNetworks.all {
      let path = temporary()
      defer { unlink(path) }
      let network = try SampleNetworks.network(sample.architecture)
      try network.write(to: path)
      let copy = try Network(contentsOf: path)
      #expect(copy.architecture == network.architecture)
      #expect(copy.parameters == network.parameters)
    }
  }

  @Test func `a network's file must hold every tensor of its architecture`() throws {
    let network = try SampleNetworks.network(SampleNetworks.all[0].architecture)
    var file = Safetensors()
    network.add(to: &file, prefix: "")
    file.set("trunk.0.weight", [1, 2] as [Float])
    let wrong = file
    #expect(throws: SafetensorsError.self) { try Network(wrong, prefix: "") }
    file.metadata["architecture"] =
      #"{"heads":[{"layers":[{"dense":{"initial":{"constant":{"_0":0}},"outputs":1048576}}],"name":"a"}],"input":{"vector":{"_0":1048576}},"trunk":[]}"#
    let huge = file
    #expect(throws: SafetensorsError.self) { try Network(huge, prefix: "") }
    file.metadata["architecture"] = nil
    let bare = file
    #expect(throws: SafetensorsError.self) { try Network(bare, prefix: "") }
  }
}
