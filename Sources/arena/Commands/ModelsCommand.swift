import ArenaCore
import Training

enum ModelsCommand: Command {
  static let name = "models"
  static let summary = "lists the kept networks of a run, or returns to an earlier one"
  static let usage = "RUN [rollback N]"
  static let flags = [Flag("json", "prints the list as JSON, one network a line")]
  static let printsResult = true
  static let details = """
    A checkpoint is promoted, and becomes the best of its run, when it beats the best one before it
    in a match judged by a sequential test (Elo 0 against 70, errors of 5 %). Players named by a run
    use the best one where checkpoint=... names no other.

    rollback makes an earlier checkpoint (a number, first, middle or last) the best again. When the
    run is trained further it goes on from the weights of that checkpoint, with fresh optimiser
    moments; the games gathered, the step count and all later checkpoints stay.

      arena models runs/first
      arena models runs/first rollback 4
    """

  static func run(_ arguments: Arguments) throws {
    guard arguments.words.count > 1 else {
      let path = try arguments.take("RUN")[0]
      return try list(RunFolder(opening: path), asJSON: arguments.has("json"))
    }
    guard arguments.words[1] == "rollback" else {
      throw UsageError(
        "unknown word '\(arguments.words[1])': "
          + NearestWord.advice(
            for: arguments.words[1], among: ["rollback"], introducing: "after RUN comes only"))
    }
    let words = try arguments.take("RUN", "rollback", "N")
    try arguments.refuse("json", because: "rollback prints no list")
    let number = try RunFolder(opening: words[0]).rollBack(to: words[2])
    print("checkpoint \(number) is the best of \(words[0]) and what its training goes on from")
  }

  private static func list(_ folder: RunFolder, asJSON: Bool) throws {
    let ledger = try folder.readLedger()
    guard !asJSON else {
      for line in ledger.jsonLines { print(line) }
      return
    }
    guard !folder.lacksLedger else {
      return print(
        "\(folder.path)/models.json is missing: nothing is known of its "
          + "\(folder.checkpoints.count) networks, and the last one counts as the best")
    }
    guard !ledger.models.isEmpty else { return print("\(folder.path) has kept no networks yet") }
    print(ledger.table)
    if let target = ledger.returnTo {
      print("training will go on from the weights of checkpoint \(target)")
    }
  }
}
