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
    (0.0, "0:00"), (59.6, "1:00"), (3599, "59:59"), (3600, "1:00:00"), (-5, "0:00"),
  ])
  func `seconds read as a clock`(seconds: Double, text: String) {
    #expect(Text.clock(seconds) == text)
  }

  @Test(arguments: [
    (-0.5, 2, "-0.50"), (0.0049, 2, "0.00"), (-0.0049, 2, "0.00"), (9.999, 2, "10.00"),
    (1234.5, 0, "1235"),
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
