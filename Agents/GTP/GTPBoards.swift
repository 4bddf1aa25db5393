public import ArenaCore

/// The boards that a program says it can play.
///
/// GTP has no list of them, so it is asked for each size, and for a few values of komi: one that
/// takes them all is taken to take any.
public struct GTPBoards: Sendable, Hashable {
  /// What GTP has letters for.
  private static let sizes = 1...25
  private static let komis = [-7.5, 0, 0.5, 6.5, 7, 7.5]

  private var sizes: Set<Int> = []
  private var komis: Set<Double> = []

  /// Starts the program, asks it and ends it.
  ///
  /// - Throws: `GTPRefusal` when it is not fit or takes nothing.
  public init(askingFor command: String, limit: Duration) throws(GTPRefusal) {
    guard !command.allSatisfy(\.isWhitespace) else { throw .noCommand }
    let command = command.replacing("{seed}", with: "1")
    do throws(GTPError) {
      let engine = try GTPEngine(command: command, limit: limit)
      for size in Self.sizes where try engine.accepts("boardsize \(size)") { sizes.insert(size) }
      for komi in Self.komis where try engine.accepts("komi \(komi)") { komis.insert(komi) }
    } catch {
      throw .unfit(command: command, reason: error.description)
    }
    guard !sizes.isEmpty, !komis.isEmpty else {
      throw .unfit(command: command, reason: "takes no board size or no komi")
    }
  }

  public func contains(_ game: some GoPosition) -> Bool {
    game.columns == game.rows && sizes.contains(game.columns)
      && (komis.count == Self.komis.count || komis.contains(game.komi))
  }
}

extension GTPEngine {
  /// Whether the program does what it is asked; false where it refuses.
  fileprivate func accepts(_ command: String) throws(GTPError) -> Bool {
    do throws(GTPError) { try ask(command) } catch {
      guard case .refused = error else { throw error }
      return false
    }
    return true
  }
}
