import ArenaCore
import Foundation

/// What a request's body says.
protocol JSONBody: Decodable {
  /// The keys that it may have.
  static var keys: [String] { get }
}

extension HTTPRequest {
  /// The body as JSON.
  ///
  /// - Throws: `HTTPRefusal` that says where it is wrong, and what is wanted there; a key that means
  ///   nothing is refused, so that none is misspelt in vain.
  func json<Value: JSONBody>() throws(HTTPRefusal) -> Value {
    let (decoder, data) = (JSONDecoder(), Data(body))
    do {
      let given = try decoder.decode(GivenKeys.self, from: data)
      if let unknown = given.names.sorted().first(where: { !Value.keys.contains($0) }) {
        throw HTTPRefusal(
          400,
          "there is no key \(OneLine.quoting(unknown)): keys are "
            + Value.keys.joined(separator: ", "))
      }
      return try decoder.decode(Value.self, from: data)
    } catch let refusal as HTTPRefusal {
      throw refusal
    } catch {
      throw HTTPRefusal(400, (error as? DecodingError).map(Self.text) ?? "the body is no JSON")
    }
  }

  private static func text(of error: DecodingError) -> String {
    func place(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map(\.stringValue)
      return path.isEmpty ? "the body" : OneLine.quoting(path.joined(separator: "."))
    }
    switch error {
    case .keyNotFound(let key, _): return "the key \(key.stringValue) is missing"
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      return "\(place(context)) must be \(wanted(type))"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      return "\(place(context)) must be a whole number"
    default: return "the body is no JSON"
    }
  }

  private static func wanted(_ type: Any.Type) -> String {
    switch type {
    case is String.Type: "text in quotes"
    case is Int.Type: "a whole number"
    case is Bool.Type: "true or false"
    default: "an object"
    }
  }
}

/// The keys of an object.
private struct GivenKeys: Decodable {
  let names: [String]

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    names = try decoder.container(keyedBy: Key.self).allKeys.map(\.stringValue)
  }
}
