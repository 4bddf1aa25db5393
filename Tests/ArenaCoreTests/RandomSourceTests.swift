import ArenaCore
import Testing

/// Values printed by NumPy 2.4.6; the comments give the call.
@Suite struct RandomSourceTests {
  @Test(
    arguments: [
      (0, [0xa30f_ebcf_d9c2_825f, 0x4510_bdf8_82d9_d721, 0x0a7d_3da9_4ecd_e8b8]),
      (1, [0x8306_bdf3_7922_e4ff, 0xf351_96bb_c152_a866, 0x24e7_a4f6_08ec_18cd]),
      (42, [0xc621_fbcd_16d9_2688, 0x705a_5661_a791_ffc1, 0xdbcd_12c2_6eda_1624]),
      (1 << 32, [0xe3c5_ebe2_85ac_1625, 0x8ea0_9968_fe31_dbcc, 0xcd08_4ff8_4d8d_e9be]),
      (UInt64.max, [0xae16_3a7a_8c47_568f, 0xd866_59f5_f338_2359, 0x01e5_2b19_5bc2_d24a]),
    ] as [(UInt64, [UInt64])])
  func `the words are those of NumPy's generator`(seed: UInt64, words: [UInt64]) {
    // default_rng(seed).integers(0, 2**64, dtype=uint64)
    var random = RandomSource(seed: seed)
    #expect((0..<words.count).map { _ in random.next() } == words)
  }

  @Test func `spawned streams are those of NumPy's seed sequence`() {
    // default_rng(SeedSequence(7, spawn_key=(3,))) and spawn_key=(0, 2)
    var third = RandomSource(seed: 7, streams: 3)
    #expect([third.next(), third.next()] == [0xfb79_81c9_7ac2_f34c, 0x0f9a_81e7_5305_23ae])
    var nested = RandomSource(seed: 7, streams: 0, 2)
    #expect([nested.next(), nested.next()] == [0x4f4e_e1c2_cdde_b55b, 0x207a_cd71_f286_2ed4])
  }

  @Test func `uniform numbers are NumPy's to the last bit`() {
    var random = RandomSource(seed: 42)
    #expect(
      (0..<3).map { _ in random.uniform() }
        == [0.7739560485559633, 0.4388784397520523, 0.8585979199113825])
    random = RandomSource(seed: 42)
    #expect(
      (0..<2).map { _ in random.uniform(-0.05, 0.05) }
        == [0.027395604855596334, -0.006112156024794771])
  }

  @Test func `bounded integers are NumPy's, also between other draws`() {
    // r.integers(13) twelve times, r.random(), r.integers(1000003) three times, ...
    var random = RandomSource(seed: 5)
    #expect(
      (0..<12).map { _ in random.integer(below: 13) } == [8, 10, 0, 10, 6, 6, 8, 3, 12, 0, 3, 4])
    #expect(random.uniform() == 0.40847320541999865)
    #expect((0..<3).map { _ in random.integer(below: 1_000_003) } == [131061, 45275, 1015])
    #expect(random.uniform() == 0.9991761150650714)
    // A bound for which a quarter of the draws is rejected.
    #expect(
      (0..<5).map { _ in random.integer(below: 3_000_000_000) }
        == [1_957_107_334, 703_530_604, 846_712_184, 1_304_842_656, 2_922_558_579])
    // Half a word waits while a whole one is drawn.
    random = RandomSource(seed: 5)
    #expect(random.integer(below: 7) == 4)
    #expect(random.uniform() == 0.8079407897364937)
    #expect(random.integer(below: 7) == 5)
    #expect(random.uniform() == 0.515325561042142)
  }

  @Test func `a stream goes on from its words`() throws {
    var random = RandomSource(seed: 9)
    for _ in 0..<5 { _ = random.next() }
    #expect(random.words.count == 4)
    var restored = try #require(RandomSource(words: random.words))
    #expect(restored == random)
    #expect(restored.next() == random.next())

    _ = random.next32()
    #expect(random.words.count == 5)
    restored = try #require(RandomSource(words: random.words))
    #expect(restored.next32() == random.next32())
    #expect(restored == random)
  }

  @Test(arguments: [[], [1, 2, 3], [1, 2, 3, 4], [1, 2, 3, 5, 1 << 32], [1, 2, 3, 5, 0, 0]])
  func `words that are no stream are refused`(words: [UInt64]) {
    #expect(RandomSource(words: words) == nil)
  }

  @Test func `a copy is an independent stream with the same numbers`() {
    var random = RandomSource(seed: 3)
    var copy = random
    #expect(random.next() == copy.next())
    _ = random.next()
    #expect(random != copy)
  }

  @Test func `random indices stay below their bound and reach all of it`() {
    var random = RandomSource(seed: 1)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[random.below(7)] += 1 }
    // The standard deviation of each count is 93.
    #expect(counts.allSatisfy { abs($0 - 10_000) < 600 })
    #expect(random.below(1) == 0)
  }
}
