public import ArenaCore

/// Plays Go by asking a program that speaks the Go Text Protocol.
///
/// The program keeps a board of its own: it hears of each move where the position continues the one
/// it has, and is set up afresh otherwise. It is started for the first move, and again in the next
/// game if it ended or hung.
///
/// A program that resigns, ends, is silent for too long or makes a move that the rules forbid loses:
/// the player then passes and says why in `surrender`. A budget's time is all that it gets for a
/// move; it hears of it by `time_settings` and `time_left` if it knows these commands.
///
/// Games end after two passes with every stone alive, so a program must play until what is dead is
/// off the board. GNU Go does when started as
///
///     gnugo --mode gtp --chinese-rules --positional-superko --capture-all-dead --never-resign
///
/// What the program does not know of a position set up afresh: positions before it. Its own simple
/// ko is right, but where superko forbids a longer repetition of one of them it may play it.
public struct GTPPlayer<Game: GoPosition & Keyed>: Player {
  /// How to start a program and how long to wait for it.
  public struct Setting: Sendable, Hashable {
    /// A command for the shell; `{seed}` in it becomes a number of the player's own.
    public var command: String
    /// How long each answer may take.
    public var limit: Duration

    public init(command: String, limit: Duration = .seconds(60)) {
      self.command = command
      self.limit = limit
    }
  }

  public private(set) var surrender: Surrender?
  private let command: String
  private let limit: Duration
  private var engine: GTPEngine?
  /// When the answers that the present move takes must be there.
  private var deadline: ContinuousClock.Instant?
  /// What is on the program's board; nil for anything.
  private var onBoard: Game?
  /// Actions heard of since.
  private var news: [Int] = []

  /// - Parameter seed: its lower 31 bits are the number for `{seed}`.
  public init(_ setting: Setting, seed: UInt64) {
    command = setting.command.replacing("{seed}", with: "\(seed & 0x7fff_ffff)")
    limit = setting.limit
  }

  /// Starts a program, lets it set up a game and ends it.
  ///
  /// - Throws: `GTPRefusal` when the program or the game is not fit.
  public static func check(_ setting: Setting, for game: Game) throws(GTPRefusal) {
    guard !setting.command.allSatisfy(\.isWhitespace) else { throw .noCommand }
    guard game.columns == game.rows else {
      throw .notSquare(columns: game.columns, rows: game.rows)
    }
    var player = GTPPlayer(setting, seed: 1)
    do throws(GTPError) { try player.setUp(game) } catch {
      throw .unfit(command: player.command, reason: error.description)
    }
  }

  public mutating func begin(as seat: Seat, in world: Game) {
    surrender = nil
    onBoard = nil
    news = []
  }

  public mutating func observe(_ action: Int, leadingTo world: Game) {
    // Its own move is on the board already.
    guard onBoard?.key != world.key else { return }
    news.append(action)
  }

  public mutating func choose(
    in world: Game, within budget: Budget, using random: inout RandomSource
  ) -> Int {
    guard let seat = world.turn, let pass = world.action(from: "pass") else {
      preconditionFailure("the game is over: there is nothing to choose")
    }
    surrender = nil
    deadline = budget.timeBound.map { ContinuousClock.now + $0 }
    defer { deadline = nil }
    do throws(GTPError) {
      if let action = try move(of: seat, in: world) { return action }
      surrender = .resignation
    } catch {
      let text = "the program '\(command)' \(error)"
      surrender =
        switch error {
        case .silent: .silence(text)
        case .illegalMove, .unreadable: .illegalMove(text)
        // It lives, but has no move to make.
        case .refused(let asked, _) where asked.hasPrefix("genmove"): .illegalMove(text)
        case .notStarted, .ended, .refused: .failure(text)
        }
      if error.isFatal { engine = nil }
      onBoard = nil
    }
    return pass
  }

  /// The program's move; nil when it resigns.
  private mutating func move(of seat: Seat, in world: Game) throws(GTPError) -> Int? {
    try follow(to: world)
    try announceTime(of: seat)
    onBoard = nil
    let request = "genmove \(Self.colour(of: seat))"
    let answer = try ask(request)
    if answer.lowercased() == "resign" { return nil }
    guard let action = world.action(from: answer) else {
      throw .unreadable(asked: request, answer: answer)
    }
    guard world.isLegal(action) else { throw .illegalMove(answer) }
    var next = world
    next.play(action)
    onBoard = next
    return action
  }

  /// Brings the program's board to `world`, by the moves since its last one if they lead there.
  mutating func follow(to world: Game) throws(GTPError) {
    if try !playNews(leadingTo: world) { try setUp(world) }
    onBoard = world
    news = []
  }

  /// Tells the program the moves since its last one; false when they do not lead to `world`, or
  /// when it refuses one, as it does where its rules differ from ours.
  private mutating func playNews(leadingTo world: Game) throws(GTPError) -> Bool {
    guard var position = onBoard else { return false }
    var moves: [(seat: Seat, action: Int)] = []
    for action in news {
      guard let seat = position.turn, position.isLegal(action) else { return false }
      moves.append((seat, action))
      position.play(action)
    }
    guard position.key == world.key else { return false }
    for (seat, action) in moves {
      do throws(GTPError) {
        try play(action, of: seat, in: world)
      } catch {
        guard case .refused = error else { throw error }
        return false
      }
    }
    return true
  }

  /// Clears the program's board and brings it to `world`.
  private mutating func setUp(_ world: Game) throws(GTPError) {
    try ask("boardsize \(world.columns)")
    try ask("komi \(world.komi)")
    try ask("clear_board")
    for (seat, action) in world.constructingMoves { try play(action, of: seat, in: world) }
  }

  private mutating func play(_ action: Int, of seat: Seat, in world: Game) throws(GTPError) {
    try ask("play \(Self.colour(of: seat)) \(world.notation(of: action))")
  }

  /// Lets a program that wants to know hear how long it may think, in whole seconds as GTP has them:
  /// so many for each stone.
  private mutating func announceTime(of seat: Seat) throws(GTPError) {
    guard let deadline, let engine else { return }
    let seconds = max(1, ContinuousClock.now.duration(to: deadline).components.seconds)
    for (word, values) in [
      ("time_settings", "0 \(seconds) 1"), ("time_left", "\(Self.colour(of: seat)) \(seconds) 1"),
    ] where try engine.knows(word, by: deadline) {
      do throws(GTPError) { try ask("\(word) \(values)") } catch {
        // It has been offered; the deadline holds all the same.
        guard case .refused = error else { throw error }
      }
    }
  }

  /// Sends the program a command and returns its answer.
  @discardableResult
  mutating func ask(_ words: String) throws(GTPError) -> String {
    if let engine { return try engine.ask(words, by: deadline) }
    let started = try GTPEngine(command: command, limit: limit)
    engine = started
    return try started.ask(words, by: deadline)
  }

  private static func colour(of seat: Seat) -> String { seat == .first ? "black" : "white" }
}
