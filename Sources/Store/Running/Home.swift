/// The folder that Retrofill keeps beside the user's files: `RETROFILL_HOME`, by default
/// `.retrofill` in the working directory.
package struct Home: Sendable, Hashable {
  package let path: String

  package init(path: String) { self.path = path }

  /// Where loads spool their rejects until these are committed.
  package var rejectSpools: String { path + "/rejects" }
}
