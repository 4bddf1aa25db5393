import ArenaCore
import Testing

@testable import TestKit

@Suite struct BoardGameConformanceTests {
  @Test(arguments: BoardGameCase.standard + BoardGameCase.variants)
  func `a game keeps every promise and agrees with its slow model`(_ game: BoardGameCase) throws {
    try game.checkConformance()
  }

  @Test(arguments: [
    ([0, 5, 2, 5], "symmetry 1: actions 1 and 3 both go to 5"),
    ([0, -1, 2, 3, 4, 5], "symmetry 1: action 1 goes to -1, which is no action"),
    ([1, 0], "symmetry 1: images of 2 actions, expected 6"),
  ])
  func `a wrong symmetry is named in one short line`(_ images: [Int], _ message: String) {
    let cells = [1, 0]
    let actions = images.count == 4 ? images + [1, 3] : images
    let symmetries = [
      Symmetry(actions: Array(0..<6), cells: [0, 1]), Symmetry(actions: actions, cells: cells),
    ]
    let failure = #expect(throws: Failure.self) {
      try symmetries.requirePermutations(actions: 6, cells: 2)
    }
    #expect(failure?.description == message)
  }

  @Test func `two long lists that differ are shown where they differ`() {
    var other = Array(0..<834)
    other[500] = -1
    let failure = #expect(throws: Failure.self) {
      try requireEqual(other, Array(0..<834), "images")
    }
    let text = failure?.description ?? ""
    #expect(text.count < 300 && text.contains("499, -1, 501") && text.contains("499, 500, 501"))
  }

  @Test(arguments: BoardGameCase.standard + BoardGameCase.variants)
  func `a key stands for one position`(_ game: BoardGameCase) throws {
    try game.checkKeys()
  }
}
