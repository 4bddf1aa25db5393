import Lobby
import Wire

/// What the event loop has to do with the disk: it hands entries over and learns which are safe.
extension Server {
  /// The number of entries on the disk; without a journal all of them count as safe.
  var durable: Int { writer?.durable ?? .max }

  /// Hands what the lobby decided to the writer.
  func handOverEntries() {
    guard let writer else {
      lobby.journal.removeAll(keepingCapacity: true)
      return lobby.finishedGames.removeAll()
    }
    guard !lobby.journal.isEmpty || lobby.finishedGames.count > 0 else { return }
    for entry in lobby.journal { JournalText.write(entry, to: &lines) }
    lobby.journal.removeAll(keepingCapacity: true)
    writer.append(lines.take(), through: lobby.recorded, games: lobby.finishedGames.take())
    if writer.wantsSnapshot {
      var entries: [JournalEntry] = []
      lobby.snapshot { entries.append($0) }
      writer.renew(entries)
    }
  }

  /// Stops all games while the disk refuses to take moves, and goes on when it does not any more.
  func heedDisk() {
    let isFailing = writer?.isFailing ?? false
    guard isFailing != lobby.isSuspended else { return }
    lobby.isSuspended = isFailing
    clock.isStanding = isFailing
    lobby.tellOfSuspension(at: clock.now)
    if isFailing {
      configuration.log("games stand: \(writer?.reason?.description ?? "no journal")")
    } else {
      configuration.log("games go on: the journal is written again")
    }
  }

  /// Lets lines go that waited for entries which are on the disk now.
  func release() {
    let durable = durable
    guard let first = held.first, first.barrier <= durable else { return }
    let count = held.firstIndex { $0.barrier > durable } ?? held.count
    for wait in held[..<count] {
      wait.connection.release(through: durable)
      markDirty(wait.connection)
    }
    held.removeSubrange(..<count)
  }
}
