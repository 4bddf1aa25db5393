/// Moments at which tables must be looked at, earliest first: a binary heap.
struct DeadlineQueue {
  private var heap: [(time: Duration, table: Int)] = []

  var isEmpty: Bool { heap.isEmpty }
  var count: Int { heap.count }
  /// The earliest moment.
  var first: Duration? { heap.first?.time }

  /// Forgets all and begins with these.
  mutating func replace(with moments: [(time: Duration, table: Int)]) {
    heap = moments.sorted { $0.time < $1.time }  // which is a heap
  }

  mutating func insert(_ table: Int, at time: Duration) {
    heap.append((time, table))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].time < heap[parent].time else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes the earliest table out if its moment lies before `now`.
  mutating func removeFirst(before now: Duration) -> Int? {
    guard let (time, table) = heap.first, time < now else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child].time < heap[least].time {
        least = child
      }
      guard least != parent else { return table }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
