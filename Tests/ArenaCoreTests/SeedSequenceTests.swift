import ArenaCore
import Testing

/// Values printed by NumPy 2.4.6: `SeedSequence(n).generate_state(3, numpy.uint64)`.
@Suite struct SeedSequenceTests {
  @Test func `zero is a seed like any other`() {
    #expect(
      SeedSequence(seed: 0).generate(count: 3)
        == [0xdb2c_d7e7_b0f4_78be, 0xabf4_641a_2c71_ba49, 0x20c6_ed6d_9d7b_8d41])
    #expect(SeedSequence(entropy: []) == SeedSequence(seed: 0))
  }

  @Test func `seeds of 128 bits fill the pool`() {
    // 123456789123456789123456789123456789
    let sequence = SeedSequence(entropy: [0x8404_5f15, 0x45ad_7466, 0xc032_f890, 0x17_c6e3])
    #expect(
      sequence.generate(count: 3)
        == [0xbb32_e4b4_cc6c_327c, 0xd437_ff45_d724_d278, 0x04ca_549c_eaaa_1e4a])
  }

  @Test func `longer seeds are mixed in`() {
    // 2**200 + 12345
    let sequence = SeedSequence(entropy: [0x3039, 0, 0, 0, 0, 0, 0x100])
    #expect(
      sequence.generate(count: 3)
        == [0x4801_28f2_37eb_5a28, 0x18bc_e3f6_9452_ba76, 0x6154_0ee7_1d66_d9e5])
  }

  @Test func `a spawn key is not a longer seed`() {
    #expect(SeedSequence(seed: 1, spawnKey: [2]) != SeedSequence(entropy: [1, 2]))
    #expect(SeedSequence(seed: 1, spawnKey: [2]) != SeedSequence(seed: 1, spawnKey: [3]))
  }
}
