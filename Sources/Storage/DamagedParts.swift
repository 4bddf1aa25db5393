public import Foundation

/// Where the damaged parts of a growing file go, so that nothing is lost with them.
public enum DamagedParts {
  public static func name(of path: String) -> String { path + ".damaged" }

  /// Adds `parts` to those set aside before.
  public static func setAside(_ parts: [Data], of path: String) throws(StorageError) {
    let aside = name(of: path)
    let before =
      FileManager.default.fileExists(atPath: aside) ? try StoredFile.read(aside) : Data()
    try DurableFile.write(parts.reduce(into: before) { $0 += $1 }, to: aside)
  }
}
