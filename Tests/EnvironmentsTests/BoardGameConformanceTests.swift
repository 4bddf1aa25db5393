import TestKit
import Testing

@Suite struct BoardGameConformanceTests {
  @Test(arguments: BoardGameCase.standard + BoardGameCase.variants)
  func `A game keeps every promise and agrees with its slow model`(_ game: BoardGameCase) throws {
    try game.checkConformance()
  }

  @Test(arguments: BoardGameCase.standard + BoardGameCase.variants)
  func `A key stands for one position`(_ game: BoardGameCase) throws {
    try game.checkKeys()
  }
}
