public import ArenaCore
import Foundation

/// What a tuning varies: one axis an option.
public struct SearchSpace: Sendable, Hashable {
  /// One option and the values that it may have.
  public struct Axis: Sendable, Hashable {
    enum Values: Sendable, Hashable {
      case range(ClosedRange<Double>, isLogarithmic: Bool, isWhole: Bool)
      case list([String])
    }

    public let option: String
    let values: Values

    /// Reads `OPTION=LOW..HIGH`, `OPTION=LOW..HIGH:log` or `OPTION=VALUE,VALUE,...`.
    ///
    /// - Parameter specs: the options that there are.
    /// - Throws: `SearchSpaceError` for anything else, or values that the option does not take.
    public init(_ text: String, of specs: [OptionSpec], owner: String) throws(SearchSpaceError) {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw .notAnAxis(text)
      }
      option = String(parts[0])
      let name = option
      guard let spec = specs.first(where: { $0.name == name }) else {
        throw .unknown(option, owner: owner, allowed: specs.map(\.name))
      }
      var range = String(parts[1])
      let isLogarithmic = range.hasSuffix(":log")
      if isLogarithmic { range.removeLast(4) }
      let ends = range.components(separatedBy: "..")
      if ends.count == 2, let low = Double(ends[0]), let high = Double(ends[1]) {
        guard low < high, !isLogarithmic || low > 0, low.isFinite, high.isFinite else {
          throw .notAnAxis(text)
        }
        let isWhole = if case .integer = spec.kind { true } else { false }
        let ends = isWhole ? [low.rounded(.up), high.rounded(.down)] : [low, high]
        guard ends[0] < ends[1] else { throw .tooFewIntegers(text) }
        values = .range(ends[0]...ends[1], isLogarithmic: isLogarithmic, isWhole: isWhole)
        for end in ends.map({ Self.text($0, isWhole) }) {
          do { _ = try Options([name: end], for: specs) } catch { throw .refused(error) }
        }
      } else {
        guard !isLogarithmic else { throw .notAnAxis(text) }
        let list = range.split(separator: ",").map(String.init)
        for value in list {
          do { _ = try Options([name: value], for: specs) } catch { throw .refused(error) }
        }
        guard list.count > 1, Set(list).count == list.count else { throw .notAnAxis(text) }
        values = .list(list)
      }
    }

    /// Few digits: names of candidates are read by people.
    private static func text(_ value: Double, _ isWhole: Bool) -> String {
      if isWhole, let whole = Int(exactly: value.rounded()) { return String(whole) }
      guard value != 0 else { return "0" }
      let digits = pow(10, 2 - floor(log10(abs(value))))
      let rounded = (value * digits).rounded() / digits
      guard rounded.isFinite else { return String(value) }
      return Int(exactly: rounded).map { String($0) } ?? String(rounded)
    }

    /// The value at a place of the axis, 0 ... 1.
    func value(at place: Double) -> String {
      switch values {
      case .list(let list): return list[min(Int(place * Double(list.count)), list.count - 1)]
      case .range(let range, let isLogarithmic, let isWhole):
        let (low, high) = (range.lowerBound, range.upperBound)
        let place = min(max(place, 0), 1)
        let value =
          isLogarithmic ? low * pow(high / low, place) : low + (high - low) * place
        let bounded = min(max(value, low), high)
        let text = Self.text(bounded, isWhole)
        // Few digits may lie outside.
        return Double(text).map(range.contains) == true ? text : String(bounded)
      }
    }

    /// Where a value stands, 0 ... 1; nil where it is not on the axis.
    func place(of value: String) -> Double? {
      switch values {
      case .list(let list):
        return list.firstIndex(of: value).map { (Double($0) + 0.5) / Double(list.count) }
      case .range(let range, let isLogarithmic, _):
        guard let number = Double(value), range.contains(number) else { return nil }
        let (low, high) = (range.lowerBound, range.upperBound)
        return isLogarithmic ? log(number / low) / log(high / low) : (number - low) / (high - low)
      }
    }

    /// So many values, evenly over the axis, its ends included.
    func grid(_ count: Int) -> [String] {
      if case .list(let list) = values { return list }
      var grid: [String] = []
      for index in 0..<count {
        let place = count == 1 ? 0.5 : Double(index) / Double(count - 1)
        let text = value(at: place)
        if !grid.contains(text) { grid.append(text) }
      }
      return grid
    }
  }

  public let axes: [Axis]

  /// - Throws: `SearchSpaceError` where there is no axis or an option has two.
  public init(_ axes: [Axis]) throws(SearchSpaceError) {
    guard !axes.isEmpty else { throw .empty }
    for (index, axis) in axes.enumerated()
    where axes[..<index].contains(where: { $0.option == axis.option }) {
      throw .twice(axis.option)
    }
    self.axes = axes
  }

  /// The values of a point, `[axis]` each 0 ... 1.
  func values(at point: [Double]) -> [String] {
    zip(axes, point).map { $0.value(at: $1) }
  }

  /// Where given values stand; the middle of an axis that does not have them.
  func point(of values: [String]) -> [Double] {
    zip(axes, values).map { $0.place(of: $1) ?? 0.5 }
  }

  /// How many candidates a grid of so many values on each axis has.
  public func gridCount(_ levels: Int) -> Double {
    axes.reduce(1) { $0 * Double($1.grid(levels).count) }
  }

  /// All combinations of so many values on each axis.
  func grid(_ levels: Int) -> [[String]] {
    axes.reduce([[]]) { points, axis in
      points.flatMap { point in axis.grid(levels).map { point + [$0] } }
    }
  }

  /// Values as `option=value,option=value`.
  public func text(_ values: [String]) -> String {
    zip(axes, values).map { "\($0.option)=\($1)" }.joined(separator: ",")
  }

  /// Options with these values in place of what they had.
  public func options(_ values: [String], over given: [String: String]) -> [String: String] {
    var options = given
    for (axis, value) in zip(axes, values) { options[axis.option] = value }
    return options
  }

  /// The values that options have, the default ones where none are given.
  public func values(of given: [String: String], _ specs: [OptionSpec]) -> [String] {
    axes.map { axis in
      given[axis.option] ?? specs.first { $0.name == axis.option }?.defaultText ?? ""
    }
  }
}

/// What is wrong with `--vary`, in one line for the user.
public enum SearchSpaceError: CallError, Hashable, CustomStringConvertible {
  case notAnAxis(String)
  case unknown(String, owner: String, allowed: [String])
  case refused(OptionError)
  case tooFewIntegers(String)
  case twice(String)
  case empty

  public var description: String {
    switch self {
    case .notAnAxis(let text):
      "--vary cannot be '\(text)': it must be OPTION=LOW..HIGH with LOW below HIGH, "
        + "OPTION=LOW..HIGH:log with LOW above 0, or different values, OPTION=VALUE,VALUE,..."
    case .unknown(let name, let owner, let allowed):
      "--vary: \(owner) has no option '\(name)': "
        + NearestWord.advice(for: name, among: allowed, introducing: "there are")
    case .refused(let error): "--vary: \(error)"
    case .tooFewIntegers(let text):
      "--vary cannot be '\(text)': the option is an integer, and the range holds fewer than two"
    case .twice(let name): "--vary gives \(name) twice"
    case .empty: "nothing is varied: --vary OPTION=LOW..HIGH"
    }
  }
}
