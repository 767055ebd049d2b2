extension LocalServerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .programsMissing(let searched):
      """
      no PostgreSQL server is installed: initdb, pg_ctl and postgres are in none of \
      \(searched.joined(separator: ", "))
        Install one (apt install postgresql, brew install postgresql@17), or name a database with \
      --database-url.
      """
    case .wrongVersion(let data, let found):
      """
      the local server's data was made by PostgreSQL \(data), but installed is only \
      \(found.map(String.init).joined(separator: ", "))
        Install PostgreSQL \(data), or set RETROFILL_HOME to another folder for a new server.
      """
    case .lost(let folder, let pointer):
      """
      the local server's data are gone: \(pointer) says that they lie in \(folder)
        Bring the folder back; or remove \(pointer), and the next start makes a new, empty server.
      """
    case .noAccount(let name):
      """
      a PostgreSQL server does not run as root, and the account "\(name)" to run it under is missing
        Add the account (useradd --system \(name)), or run the command as another user.
      """
    case .notPrivate(let folder):
      """
      \(folder) is to hold the local server's socket, but others may enter it, or own it
        Remove it, or set RETROFILL_HOME to another, shorter path.
      """
    case .busy(let lock, let seconds):
      """
      another command has been starting or stopping the local server for over \(seconds) s
        It holds the lock \(lock); wait for it, or end it, and try again.
      """
    case .failed(let command, let status, let output, let log):
      "\(command) failed with status \(status)" + lines("it said", output)
        + lines("the end of the server's log", log)
    case .silent(let socketFolder, let log):
      "the local server does not answer on its socket in \(socketFolder)"
        + lines("the end of the server's log", log)
    }
  }

  private func lines(_ title: String, _ text: String) -> String {
    let lines = text.split(separator: "\n")
    return lines.isEmpty ? "" : "\n  \(title):" + lines.map { "\n    \($0)" }.joined()
  }
}
