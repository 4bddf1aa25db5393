/// Numbers in ascending order, each once: what a list begins with is at hand at any time.
///
/// Adding the highest number costs O(1), any other change the moving of what lies behind it.
struct OrderedNumbers: Sendable {
  private(set) var numbers: [Int] = []

  var isEmpty: Bool { numbers.isEmpty }
  var count: Int { numbers.count }

  mutating func insert(_ number: Int) {
    guard let last = numbers.last, last >= number else { return numbers.append(number) }
    let place = place(of: number)
    if numbers[place] != number { numbers.insert(number, at: place) }
  }

  mutating func remove(_ number: Int) {
    let place = place(of: number)
    if place < numbers.count, numbers[place] == number { numbers.remove(at: place) }
  }

  /// The place of the first number that is not smaller.
  private func place(of number: Int) -> Int {
    var (low, high) = (0, numbers.count)
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
