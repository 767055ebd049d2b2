/// The private server could not be made, started or stopped.
package enum LocalServerError: Error, Sendable, Hashable {
  /// No folder holds a server's programs.
  case programsMissing(searched: [String])
  /// The data was made by another major version than those that are installed.
  case wrongVersion(data: Int, found: [Int])
  /// The home points to a folder for its server, and the data are not there.
  case lost(folder: String, pointer: String)
  /// Root needs this account to run the server under.
  case noAccount(name: String)
  /// The socket's folder can be entered by others, or belongs to someone else.
  case notPrivate(folder: String)
  /// Another command starts or stops the server, and does not come to an end.
  case busy(lock: String, seconds: Int)
  /// A program of the server failed; with the end of the server's log.
  case failed(command: String, status: Int, output: String, log: String)
  /// The server is up, but does not answer on its socket.
  case silent(socketFolder: String, log: String)
}
