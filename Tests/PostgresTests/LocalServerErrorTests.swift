import Postgres
import Testing

struct LocalServerErrorTests {
  @Test(
    arguments: [
      (
        .programsMissing(searched: ["/usr/bin", "/opt/pg/bin"]),
        """
        no PostgreSQL server is installed: initdb, pg_ctl and postgres are in none of /usr/bin, \
        /opt/pg/bin
          Install one (apt install postgresql, brew install postgresql@17), or name a database with \
        --database-url.
        """
      ),
      (
        .wrongVersion(data: 14, found: [17, 15]),
        """
        the local server's data was made by PostgreSQL 14, but installed is only 17, 15
          Install PostgreSQL 14, or set RETROFILL_HOME to another folder for a new server.
        """
      ),
      (
        .lost(folder: "/var/lib/retrofill/x", pointer: ".retrofill/postgres/place"),
        """
        the local server's data are gone: .retrofill/postgres/place says that they lie in \
        /var/lib/retrofill/x
          Bring the folder back; or remove .retrofill/postgres/place, and the next start makes a \
        new, empty server.
        """
      ),
      (
        .noAccount(name: "postgres"),
        """
        a PostgreSQL server does not run as root, and the account "postgres" to run it under is \
        missing
          Add the account (useradd --system postgres), or run the command as another user.
        """
      ),
      (
        .notPrivate(folder: "/tmp/retrofill-0-x"),
        """
        /tmp/retrofill-0-x is to hold the local server's socket, but others may enter it, or own it
          Remove it, or set RETROFILL_HOME to another, shorter path.
        """
      ),
      (
        .busy(lock: "/home/u/.retrofill/postgres/lock", seconds: 120),
        """
        another command has been starting or stopping the local server for over 120 s
          It holds the lock /home/u/.retrofill/postgres/lock; wait for it, or end it, and try again.
        """
      ),
      (
        .failed(command: "pg_ctl", status: 1, output: "no\nway\n", log: "FATAL:  disk full\n"),
        """
        pg_ctl failed with status 1
          it said:
            no
            way
          the end of the server's log:
            FATAL:  disk full
        """
      ),
      (
        .silent(socketFolder: "/s", log: ""),
        "the local server does not answer on its socket in /s"
      ),
    ] as [(LocalServerError, String)])
  func eachProblemIsToldWithWhatToDo(error: LocalServerError, text: String) {
    #expect(error.description == text)
  }
}
