import ArenaCore
import Testing

@Suite struct NearestWordTests {
  @Test(arguments: [
    ("conect-four", ["connect-four"]), ("CONNECT-FOUR", ["connect-four"]), ("gomku", ["gomoku"]),
    ("ohtello", ["othello"]), ("conn", ["connect-four"]), ("chess", []), ("", []),
    (String(repeating: "g", count: 1_000_000), []),
  ])
  func `a misspelt name finds the one that was meant`(word: String, expected: [String]) {
    let known = ["connect-four", "gomoku", "othello", "hex"]
    #expect(NearestWord.among(known, to: word) == expected)
  }

  @Test func `the nearest of several comes first, and there are three at most`() {
    let known = ["rate1", "rates", "rated", "rate", "pate"]
    #expect(NearestWord.among(known, to: "rate").prefix(1) == ["rate"])
    #expect(NearestWord.among(known, to: "rat").count == 3)
  }

  @Test func `short lists are printed whole, long ones only where they can be found`() {
    let short = NearestWord.advice(for: "gp", among: ["go", "hex"], introducing: "there are")
    #expect(short == "did you mean go? there are go, hex")
    let many = (1...40).map { "option-\($0)x" } + ["blocks"]
    let long = NearestWord.advice(
      for: "bloks", among: many, introducing: "allowed are", source: "arena list NAME")
    #expect(long == "did you mean blocks? arena list NAME lists all 41")
    #expect(
      NearestWord.advice(for: "a", among: [], introducing: "there are") == "there are none here")
  }
}
