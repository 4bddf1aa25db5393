import Testing

@testable import Agents

@Suite struct GTPAnswerReaderTests {
  private func answers(
    in text: String, piecesOf size: Int = .max
  ) -> [GTPAnswerReader.Answer] {
    var reader = GTPAnswerReader()
    var answers: [GTPAnswerReader.Answer] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      reader.append(rest.prefix(size))
      rest = rest.dropFirst(size)
      while let answer = reader.next() { answers.append(answer) }
    }
    return answers
  }

  @Test(arguments: [
    ("=1\n\n", true, 1, ""), ("= c3\n\n", true, nil, "c3"), ("=12 C3 \n\n", true, 12, "C3"),
    ("?7 illegal move\n\n", false, 7, "illegal move"), ("=3\tC3\r\n\r\n", true, 3, "C3"),
    ("=3 C\u{1}3\n\n", true, 3, "C3"), ("=99999999999999999999 x\n\n", true, nil, "x"),
    ("GNU Go 3.8\n# = 1\n\n\n=4 a\nb # c\n = d\n\n", true, 4, "a\nb # c\n = d"),
    ("=1 caf\u{e9}\n\n\n", true, 1, "caf\u{e9}"),
  ])
  func `an answer is read however it is cut`(
    _ text: String, _ isSuccess: Bool, _ id: Int?, _ expected: String
  ) {
    for size in [1, 2, 3, .max] {
      let found = answers(in: text, piecesOf: size)
      #expect(found == [GTPAnswerReader.Answer(isSuccess: isSuccess, id: id, text: expected)])
    }
  }

  @Test func `answers come one by one, and only when they are complete`() {
    #expect(answers(in: "=1 a\n\n\n\n?2 b\n\n=3 c\n").map(\.text) == ["a", "b"])
    #expect(answers(in: "nonsense\n\n").isEmpty)
  }

  @Test func `what is too long is cut off`() {
    let long = String(repeating: "x", count: GTPAnswerReader.limit)
    let found = answers(in: "=1 \(long)\n\(long)\n\n=2 b\n\n")
    #expect(found.map(\.id) == [1, 2])
    #expect(found[0].text.utf8.count <= GTPAnswerReader.limit)
  }
}
