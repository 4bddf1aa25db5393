import ArenaCore
import Testing

@Suite struct TextTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (12_345, "12,345"),
  ])
  func `whole numbers are grouped by thousands`(number: Int, text: String) {
    #expect(Text.grouped(number) == text)
  }

  @Test(arguments: [
    (0.0, "0:00"), (59.6, "1:00"), (3599, "59:59"), (3600, "1:00:00"), (-5, "0:00"), (.nan, "0:00"),
    (-.infinity, "0:00"), (.infinity, "888888:53:20"), (1e300, "888888:53:20"),
  ])
  func `seconds read as a clock`(seconds: Double, text: String) {
    #expect(Text.clock(seconds) == text)
  }

  @Test(arguments: [
    (-0.5, 2, "-0.50"), (0.0049, 2, "0.00"), (-0.0049, 2, "0.00"), (9.999, 2, "10.00"),
    (1234.5, 0, "1235"), (.nan, 1, "nan"), (-.infinity, 0, "-inf"), (1e300, 3, "1e+300"),
    (-9.3e15, 3, "-9.3e+15"),
  ])
  func `figures are rounded to their decimals`(value: Double, decimals: Int, text: String) {
    #expect(Text.fixed(value, decimals: decimals) == text)
  }

  @Test(arguments: [
    (12.34, "+12.3"), (-12.34, "-12.3"), (0.0, "+0.0"), (-0.0, "+0.0"), (-0.04, "+0.0"),
  ])
  func `a figure with its sign is never minus zero`(value: Double, text: String) {
    #expect(Text.signed(value, decimals: 1) == text)
  }
}
