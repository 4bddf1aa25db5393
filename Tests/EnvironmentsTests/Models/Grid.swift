import ArenaCore

/// A cell of a slow model's board.
struct Place: Hashable {
  var x: Int
  var y: Int

  func moved(_ step: (Int, Int), _ times: Int = 1) -> Place {
    Place(x: x + times * step.0, y: y + times * step.1)
  }
}

/// A board of a slow model: a dictionary of the stones on it.
struct Grid {
  static let letters = Array("abcdefghijklmnopqrstuvwxyz")

  let width: Int
  let height: Int
  var letters = Grid.letters
  var stones: [Place: Seat] = [:]

  var places: [Place] {
    (0..<height).flatMap { y in (0..<width).map { Place(x: $0, y: y) } }
  }

  var empty: [Place] { places.filter { stones[$0] == nil } }

  func contains(_ place: Place) -> Bool {
    (0..<width).contains(place.x) && (0..<height).contains(place.y)
  }

  func name(_ place: Place) -> String { "\(letters[place.x])\(place.y + 1)" }

  func place(_ name: String) -> Place {
    Place(x: letters.firstIndex(of: name.first!)!, y: Int(name.dropFirst())! - 1)
  }

  /// The length of the row of one seat's stones through a place, in a direction and back.
  func run(through place: Place, of seat: Seat, _ step: (Int, Int)) -> Int {
    var length = 1
    for sign in [1, -1] {
      var next = place.moved(step, sign)
      while stones[next] == seat {
        length += 1
        next = next.moved(step, sign)
      }
    }
    return length
  }

  static let directions = [(1, 0), (0, 1), (1, 1), (1, -1)]
}
