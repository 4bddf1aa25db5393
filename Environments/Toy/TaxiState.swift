/// The parts of a taxi state's number.
struct TaxiState: Hashable {
  /// The passenger's place when it is in the taxi.
  static let inTaxi = 4
  /// Row and column of each stand: red, green, yellow, blue.
  static let stands = [(0, 0), (0, 4), (4, 0), (4, 3)]

  var row: Int
  var column: Int
  var passenger: Int
  var destination: Int

  init(_ number: Int) {
    destination = number % 4
    passenger = number / 4 % 5
    column = number / 20 % 5
    row = number / 100
  }

  /// ((row * 5 + column) * 5 + passenger) * 4 + destination.
  var number: Int { ((row * 5 + column) * 5 + passenger) * 4 + destination }

  /// The stand that the taxi is at.
  var stand: Int? { Self.stands.firstIndex { $0 == (row, column) } }
}
