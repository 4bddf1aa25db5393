/// The hash function SHA-512 and its keyed form, for passwords: what makes one guess dear on a
/// graphics card costs a server half as much as SHA-256.
///
/// Source: FIPS 180-4; HMAC by RFC 2104.
struct SHA512 {
  /// Eight words: a state, or a hash.
  typealias Words = [8 of UInt64]
  /// The sixteen words of a block.
  typealias Block = [16 of UInt64]

  private var state: Words = [
    0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
  ]

  /// The 64 bytes of the hash.
  static func hash(_ message: [UInt8]) -> [UInt8] {
    bytes(SHA512().finished(with: message, after: 0))
  }

  /// The bytes of a hash.
  static func bytes(_ words: Words) -> [UInt8] {
    (0..<64).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - $0 % 8 * 8)) }
  }

  /// The hash of what came before, `length` bytes in whole blocks, and of `message`.
  private func finished(with message: [UInt8], after length: Int) -> Words {
    var hasher = self
    var padded = message + [0x80]
    while padded.count % 128 != 120 { padded.append(0) }
    let bits = UInt64(length + message.count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      padded.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    for start in stride(from: 0, to: padded.count, by: 128) {
      hasher.compress(Self.block(padded[start..<start + 128]))
    }
    return hasher.state
  }

  private static func block(_ bytes: ArraySlice<UInt8>) -> Block {
    Block { word in
      let start = bytes.startIndex + 8 * word
      return bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  @inline(__always)
  private static func rotated(_ x: UInt64, _ n: UInt64) -> UInt64 { x >> n | x << (64 - n) }

  private mutating func compress(_ block: Block) {
    var schedule = block
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for t in 0..<80 {
      // The schedule is a ring of sixteen words.
      if t >= 16 {
        let (x, y) = (schedule[(t + 1) & 15], schedule[(t + 14) & 15])
        let small = Self.rotated(x, 1) ^ Self.rotated(x, 8) ^ x >> 7
        let large = Self.rotated(y, 19) ^ Self.rotated(y, 61) ^ y >> 6
        schedule[t & 15] = schedule[t & 15] &+ small &+ schedule[(t + 9) & 15] &+ large
      }
      let sumE = Self.rotated(e, 14) ^ Self.rotated(e, 18) ^ Self.rotated(e, 41)
      let first = h &+ sumE &+ (e & f ^ ~e & g) &+ Self.constants[t] &+ schedule[t & 15]
      let sumA = Self.rotated(a, 28) ^ Self.rotated(a, 34) ^ Self.rotated(a, 39)
      let second = sumA &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    state = [
      state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d, state[4] &+ e, state[5] &+ f,
      state[6] &+ g, state[7] &+ h,
    ]
  }

  // The first 64 bits of the fractions of the cube roots of the first 80 primes.
  private static let constants: [80 of UInt64] = [
    0x428a_2f98_d728_ae22, 0x7137_4491_23ef_65cd, 0xb5c0_fbcf_ec4d_3b2f, 0xe9b5_dba5_8189_dbbc,
    0x3956_c25b_f348_b538, 0x59f1_11f1_b605_d019, 0x923f_82a4_af19_4f9b, 0xab1c_5ed5_da6d_8118,
    0xd807_aa98_a303_0242, 0x1283_5b01_4570_6fbe, 0x2431_85be_4ee4_b28c, 0x550c_7dc3_d5ff_b4e2,
    0x72be_5d74_f27b_896f, 0x80de_b1fe_3b16_96b1, 0x9bdc_06a7_25c7_1235, 0xc19b_f174_cf69_2694,
    0xe49b_69c1_9ef1_4ad2, 0xefbe_4786_384f_25e3, 0x0fc1_9dc6_8b8c_d5b5, 0x240c_a1cc_77ac_9c65,
    0x2de9_2c6f_592b_0275, 0x4a74_84aa_6ea6_e483, 0x5cb0_a9dc_bd41_fbd4, 0x76f9_88da_8311_53b5,
    0x983e_5152_ee66_dfab, 0xa831_c66d_2db4_3210, 0xb003_27c8_98fb_213f, 0xbf59_7fc7_beef_0ee4,
    0xc6e0_0bf3_3da8_8fc2, 0xd5a7_9147_930a_a725, 0x06ca_6351_e003_826f, 0x1429_2967_0a0e_6e70,
    0x27b7_0a85_46d2_2ffc, 0x2e1b_2138_5c26_c926, 0x4d2c_6dfc_5ac4_2aed, 0x5338_0d13_9d95_b3df,
    0x650a_7354_8baf_63de, 0x766a_0abb_3c77_b2a8, 0x81c2_c92e_47ed_aee6, 0x9272_2c85_1482_353b,
    0xa2bf_e8a1_4cf1_0364, 0xa81a_664b_bc42_3001, 0xc24b_8b70_d0f8_9791, 0xc76c_51a3_0654_be30,
    0xd192_e819_d6ef_5218, 0xd699_0624_5565_a910, 0xf40e_3585_5771_202a, 0x106a_a070_32bb_d1b8,
    0x19a4_c116_b8d2_d0c8, 0x1e37_6c08_5141_ab53, 0x2748_774c_df8e_eb99, 0x34b0_bcb5_e19b_48a8,
    0x391c_0cb3_c5c9_5a63, 0x4ed8_aa4a_e341_8acb, 0x5b9c_ca4f_7763_e373, 0x682e_6ff3_d6b2_b8a3,
    0x748f_82ee_5def_b2fc, 0x78a5_636f_4317_2f60, 0x84c8_7814_a1f0_ab72, 0x8cc7_0208_1a64_39ec,
    0x90be_fffa_2363_1e28, 0xa450_6ceb_de82_bde9, 0xbef9_a3f7_b2c6_7915, 0xc671_78f2_e372_532b,
    0xca27_3ece_ea26_619c, 0xd186_b8c7_21c0_c207, 0xeada_7dd6_cde0_eb1e, 0xf57d_4f7f_ee6e_d178,
    0x06f0_67aa_7217_6fba, 0x0a63_7dc5_a2c8_98a6, 0x113f_9804_bef9_0dae, 0x1b71_0b35_131c_471b,
    0x28db_77f5_2304_7d84, 0x32ca_ab7b_40c7_2493, 0x3c9e_be0a_15c9_bebc, 0x431d_67c4_9c10_0d4c,
    0x4cc5_d4be_cb3e_42b6, 0x597f_299c_fc65_7e2a, 0x5fcb_6fab_3ad6_faec, 0x6c44_198c_4a47_5817,
  ]

  /// A key for HMAC-SHA-512.
  struct Keyed {
    private let inner: SHA512
    private let outer: SHA512

    init(_ key: [UInt8]) {
      var padded = key.count > 128 ? SHA512.hash(key) : key
      padded += [UInt8](repeating: 0, count: 128 - padded.count)
      var (inner, outer) = (SHA512(), SHA512())
      inner.compress(SHA512.block(padded.map { $0 ^ 0x36 }[...]))
      outer.compress(SHA512.block(padded.map { $0 ^ 0x5c }[...]))
      self.inner = inner
      self.outer = outer
    }

    func authenticate(_ message: [UInt8]) -> Words {
      outer.finished(with: SHA512.bytes(inner.finished(with: message, after: 128)), after: 128)
    }

    /// The code of a message that is itself a hash: one block for each half of the work.
    func authenticate(digest: Words) -> Words {
      var (inner, outer) = (self.inner, self.outer)
      inner.compress(Self.lastBlock(digest))
      outer.compress(Self.lastBlock(inner.state))
      return outer.state
    }

    /// 64 bytes behind a key's block, with the padding.
    @inline(__always)
    private static func lastBlock(_ words: Words) -> Block {
      [
        words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7],
        1 << 63, 0, 0, 0, 0, 0, 0, 192 * 8,
      ]
    }
  }
}
