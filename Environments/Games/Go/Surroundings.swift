/// The contents of the four neighbours of a point, read once.
///
/// Its questions are answered by arithmetic, not by branches: next to a random point of a random
/// game no branch is predictable.
struct Surroundings {
  let west: UInt8
  let east: UInt8
  let south: UInt8
  let north: UInt8

  /// 1 for each empty neighbour.
  @inline(__always)
  var emptyCount: UInt8 {
    // Only 0 - 1 has the top bit.
    (west &- 1) &>> 7 &+ (east &- 1) &>> 7 &+ (south &- 1) &>> 7 &+ (north &- 1) &>> 7
  }

  @inline(__always)
  var hasEmpty: Bool { ((west &- 1) | (east &- 1) | (south &- 1) | (north &- 1)) & 0x80 != 0 }

  /// Whether all four are friends or border, which has both colours' bits.
  @inline(__always)
  func enclose(_ stone: UInt8) -> Bool { west & east & south & north & stone != 0 }

  /// The colours of the stones among them; both if there are none.
  @inline(__always)
  var colours: UInt8 {
    let black: UInt8 = include(GoStone.black) ? GoStone.black : 0
    let white: UInt8 = include(GoStone.white) ? GoStone.white : 0
    return black | white == 0 ? GoStone.border : black | white
  }

  /// Whether at least one is a stone of this colour.
  @inline(__always)
  func include(_ stone: UInt8) -> Bool {
    west == stone || east == stone || south == stone || north == stone
  }
}
