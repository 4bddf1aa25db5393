import Foundation
import Lobby
import Synchronization

/// Writes a journal on a thread of its own: while one buffer is on its way to the disk, the event
/// loop fills the other.
///
/// Entries are counted. `durable` says how many of them are on the disk: what depends on no more may
/// be sent. Room for the next ones is set aside before they come, so that a full disk refuses moves
/// and not their records. Where it refuses those all the same, nothing is lost and nothing promised:
/// the same entries are written again until it takes them.
final class JournalWriter: Sendable {
  /// What the event loop has for the disk.
  private struct Work {
    var lines = Lines()
    /// How things stand behind `lines`: then the next segment begins.
    var snapshot: [JournalEntry]?
    /// What comes behind the snapshot.
    var later = Lines()
    /// Finished games, as lines: those before the snapshot, and those behind it.
    var games: [UInt8] = []
    var laterGames: [UInt8] = []
    var mustStop = false

    var isEmpty: Bool {
      lines.bytes.isEmpty && later.bytes.isEmpty && games.isEmpty && laterGames.isEmpty
        && snapshot == nil && !mustStop
    }
  }

  private struct Lines {
    var bytes: [UInt8] = []
    /// The number of the last entry.
    var last = 0

    mutating func append(_ more: [UInt8], through last: Int) {
      // Mostly it is empty, and the buffer is handed on as it is.
      if bytes.isEmpty { bytes = more } else { bytes += more }
      self.last = last
    }
  }

  /// What only the writer's thread touches.
  private final class Disk {
    var journal: Journal
    /// Finished games that found no room yet.
    var games: [UInt8] = []

    init(_ journal: consuming Journal) { self.journal = journal }
  }

  private let work = Mutex(Work())
  private let ready = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private let wakeUp: WakeUp
  private let durableCount: Atomic<Int>
  private let isRefused = Atomic(false)
  private let failure = Mutex<ServerError?>(nil)
  private let segmentLimit: Int
  private let segmentLength: Atomic<Int>
  private let snapshotLength = Atomic(0)
  /// Whether a snapshot is on its way, and whether the one that was is whole.
  private let isRenewing = Atomic(false)
  private let isRenewed = Atomic(false)
  private let isStopping = Atomic(false)
  private let snapshots = DispatchQueue(label: "arena.snapshots")

  /// How long the disk is left alone after it refused.
  private static let patience: UInt32 = 200_000

  /// Begins to write behind what was read.
  ///
  /// - Parameters:
  ///   - durable: the entries that are in it already.
  ///   - limit: a segment gets a successor when it is as long as this, and as the snapshot.
  init(_ journal: consuming Journal, durable: Int = 0, limit: Int, waking wakeUp: WakeUp) {
    self.wakeUp = wakeUp
    durableCount = Atomic(durable)
    segmentLimit = limit
    segmentLength = Atomic(journal.segment.length)
    // Handed over whole: only the new thread uses it from here on.
    nonisolated(unsafe) let disk = Disk(journal)
    let thread = Thread { [self] in run(disk) }
    thread.name = "arena.journal"
    thread.start()
  }

  /// The number of entries that are on the disk.
  var durable: Int { durableCount.load(ordering: .acquiring) }

  /// Whether the disk refuses to take more.
  var isFailing: Bool { isRefused.load(ordering: .acquiring) }

  /// Why it did last.
  var reason: ServerError? { failure.withLock { $0 } }

  /// Whether the segment is long enough for the next one to begin.
  var wantsSnapshot: Bool {
    segmentLength.load(ordering: .relaxed)
      > max(segmentLimit, snapshotLength.load(ordering: .relaxed))
      && !isRenewing.load(ordering: .relaxed)
  }

  /// Has lines written, of which the last holds entry `last`, and finished games.
  func append(_ lines: [UInt8], through last: Int, games: [UInt8]) {
    add { work in
      if work.snapshot == nil {
        work.lines.append(lines, through: last)
        if !games.isEmpty { work.games += games }
      } else {
        work.later.append(lines, through: last)
        work.laterGames += games
      }
    }
  }

  /// Has the next segment begin behind what was appended so far.
  func renew(_ snapshot: [JournalEntry]) {
    isRenewing.store(true, ordering: .relaxed)
    add { $0.snapshot = snapshot }
  }

  private func add(_ change: (inout Work) -> Void) {
    let begins = work.withLock { work in
      let wasEmpty = work.isEmpty
      change(&work)
      return wasEmpty
    }
    if begins { ready.signal() }
  }

  /// Writes what is left and ends, but waits not for ever.
  ///
  /// - Returns: whether all entries are on the disk.
  func stop(within limit: DispatchTimeInterval = .seconds(2)) -> Bool {
    isStopping.store(true, ordering: .relaxed)
    add { $0.mustStop = true }
    return ended.wait(timeout: .now() + limit) == .success
  }

  private func run(_ disk: Disk) {
    var mustStop = false
    reserve(disk)
    while !mustStop {
      if isRefused.load(ordering: .relaxed) {
        _ = ready.wait(timeout: .now() + .microseconds(Int(Self.patience)))
      } else {
        ready.wait()
      }
      var work = Work()
      self.work.withLock { swap(&$0, &work) }
      mustStop = work.mustStop
      commit(work.lines, disk)
      disk.games += work.games
      do throws(ServerError) {
        try disk.journal.append(games: disk.games)
        disk.games = []
        if let snapshot = work.snapshot { try begin(snapshot, disk) }
      } catch {
        // What is finished is in the segment too, which simply goes on.
        failure.withLock { $0 = error }
        isRenewing.store(false, ordering: .relaxed)
      }
      commit(work.later, disk)
      disk.games += work.laterGames
      if isRenewed.exchange(false, ordering: .acquiring) { disk.journal.forgetFormer() }
      segmentLength.store(disk.journal.segment.length, ordering: .relaxed)
      reserve(disk)
    }
    snapshots.sync {}
    disk.journal.unlock()
    ended.signal()
  }

  /// Tries until the disk takes the lines.
  private func commit(_ lines: Lines, _ disk: Disk) {
    guard !lines.bytes.isEmpty else { return }
    while true {
      do throws(ServerError) {
        try disk.journal.commit(lines.bytes)
        durableCount.store(lines.last, ordering: .releasing)
        return wakeUp.wake()
      } catch {
        failure.withLock { $0 = error }
        isRefused.store(true, ordering: .releasing)
        wakeUp.wake()
        usleep(Self.patience)
      }
    }
  }

  /// Has the games stand where the disk has no room for more of their moves, and go on where it has
  /// again.
  private func reserve(_ disk: Disk) {
    var refusal: ServerError?
    do throws(ServerError) { try disk.journal.reserve() } catch { refusal = error }
    if let refusal { failure.withLock { $0 = refusal } }
    if isRefused.exchange(refusal != nil, ordering: .acquiringAndReleasing) != (refusal != nil) {
      wakeUp.wake()
    }
  }

  /// Goes on in the next segment while the snapshot before it is written aside.
  private func begin(_ snapshot: [JournalEntry], _ disk: Disk) throws(ServerError) {
    try disk.journal.beginNext()
    let (generation, games) = (disk.journal.generation, disk.journal.games.length)
    let paths = disk.journal.paths
    snapshots.async { [self] in
      let bytes = Journal.snapshot(generation: generation, games: games) { body in
        for entry in snapshot { body(entry) }
      }
      snapshotLength.store(bytes.count, ordering: .relaxed)
      // Until then both segments count.
      while !isStopping.load(ordering: .relaxed) || !isRefused.load(ordering: .relaxed) {
        do throws(ServerError) {
          try Journal.complete(bytes, paths)
          isRenewed.store(true, ordering: .releasing)
          return isRenewing.store(false, ordering: .relaxed)
        } catch {
          failure.withLock { $0 = error }
          usleep(Self.patience)
        }
      }
    }
  }
}
