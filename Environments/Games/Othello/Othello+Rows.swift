/// Finds rows of discs on whole words: all cells at once, in all eight directions.
extension Othello {
  /// The cells that a seat with discs `own` against `other` may play.
  @inline(__always)
  static func moves(_ own: UInt64, _ other: UInt64, on board: UInt64) -> UInt64 {
    let inner = other & innerColumns
    let ends =
      (rise(own, through: inner, 1) | fall(own, through: inner, 1))
      | (rise(own, through: other, 8) | fall(own, through: other, 8))
      | (rise(own, through: inner, 7) | fall(own, through: inner, 7))
      | (rise(own, through: inner, 9) | fall(own, through: inner, 9))
    return ends & board & ~(own | other)
  }

  /// The discs of `other` that a new disc encloses.
  @inline(__always)
  static func enclosed(
    by disc: UInt64, _ own: UInt64, _ other: UInt64
  ) -> UInt64 {
    let inner = other & innerColumns
    return (riseTo(own, from: disc, through: inner, 1) | fallTo(own, from: disc, through: inner, 1))
      | (riseTo(own, from: disc, through: other, 8) | fallTo(own, from: disc, through: other, 8))
      | (riseTo(own, from: disc, through: inner, 7) | fallTo(own, from: disc, through: inner, 7))
      | (riseTo(own, from: disc, through: inner, 9) | fallTo(own, from: disc, through: inner, 9))
  }

  /// All but the first and the last column: a row of discs that goes through them never wraps.
  private static var innerColumns: UInt64 { 0x7e7e_7e7e_7e7e_7e7e }

  /// The discs of `through` in unbroken rows beside `from`, towards higher bits in steps of `step`:
  /// up to six, found in three doublings.
  @inline(__always)
  private static func rowAbove(_ from: UInt64, _ through: UInt64, _ step: UInt64) -> UInt64 {
    var row = through & from &<< step
    var open = through
    row |= open & row &<< step
    open &= open &<< step
    row |= open & row &<< (2 &* step)
    row |= open & row &<< (2 &* step)
    return row
  }

  @inline(__always)
  private static func rowBelow(_ from: UInt64, _ through: UInt64, _ step: UInt64) -> UInt64 {
    var row = through & from &>> step
    var open = through
    row |= open & row &>> step
    open &= open &>> step
    row |= open & row &>> (2 &* step)
    row |= open & row &>> (2 &* step)
    return row
  }

  @inline(__always)
  private static func rise(_ own: UInt64, through: UInt64, _ step: UInt64) -> UInt64 {
    rowAbove(own, through, step) &<< step
  }

  @inline(__always)
  private static func fall(_ own: UInt64, through: UInt64, _ step: UInt64) -> UInt64 {
    rowBelow(own, through, step) &>> step
  }

  @inline(__always)
  private static func riseTo(
    _ own: UInt64, from disc: UInt64, through: UInt64, _ step: UInt64
  ) -> UInt64 {
    let row = rowAbove(disc, through, step)
    return row &<< step & own == 0 ? 0 : row
  }

  @inline(__always)
  private static func fallTo(
    _ own: UInt64, from disc: UInt64, through: UInt64, _ step: UInt64
  ) -> UInt64 {
    let row = rowBelow(disc, through, step)
    return row &>> step & own == 0 ? 0 : row
  }
}
