import Foundation
package import Postgres
import Synchronization

/// Stands between clients and a server on a Unix socket, and does to their connections what
/// networks do, when a test says so.
package final class FaultProxy: Sendable {
  package enum Fault: Sendable, CaseIterable {
    /// Both sides are closed.
    case drop
    /// Nothing is forwarded, and nobody is told.
    case stall
    /// What the client says reaches the server. Its next answer is lost, and with it the connection.
    case swallow
  }

  /// How to reach the server through here.
  package let settings: ConnectionSettings
  private let folder: String
  private let server: String
  private let listener: Int32
  private let state = Mutex(State())

  private struct State {
    var links: [Link] = []
    var faultOfNew: Fault?
    var isClosed = false
  }

  package init(before settings: ConnectionSettings) throws {
    // As `retrofill` does: before libpq 17 `PQcancel` writes to sockets that may be closed.
    signal(SIGPIPE, SIG_IGN)
    let socket = "/.s.PGSQL.\(settings.keywords["port"] ?? "5432")"
    server = (settings.keywords["host"] ?? "") + socket
    folder = "/tmp/rf-proxy-" + UUID().uuidString.prefix(13)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    self.settings = settings.with("host", folder)
    listener = unixSocket()
    guard withAddress(folder + socket, { bind(listener, $0, $1) }) == 0, listen(listener, 64) == 0
    else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    Thread.detachNewThread { [self] in acceptAll() }
  }

  /// Does something to the connections that there are; with `lasting` also to those that come
  /// until `heal`.
  package func strike(_ fault: Fault, lasting: Bool = false) {
    state.withLock { state in
      if lasting { state.faultOfNew = fault }
      for link in state.links { link.suffer(fault) }
    }
  }

  /// New connections are forwarded again, and so are those that were stalled.
  package func heal() {
    state.withLock { state in
      state.faultOfNew = nil
      for link in state.links { link.suffer(nil) }
    }
  }

  /// Ends everything. A proxy that is not closed serves until the process ends.
  package func close() {
    state.withLock { $0.isClosed = true }
    shutdown(listener, Int32(SHUT_RDWR))
    strike(.drop)
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func acceptAll() {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { break }
      let upstream = unixSocket()
      guard withAddress(server, { connect(upstream, $0, $1) }) == 0 else {
        closeSockets(client, upstream)
        continue
      }
      let link = Link(client: client, server: upstream)
      let isClosed = state.withLock { state in
        state.links.removeAll { $0.isOver }
        state.links.append(link)
        link.suffer(state.faultOfNew)
        return state.isClosed
      }
      if isClosed { link.suffer(.drop) }
      Thread.detachNewThread { link.forward() }
    }
    closeSockets(listener)
  }
}

/// One connection through the proxy.
private final class Link: Sendable {
  private let client: Int32
  private let server: Int32
  private let state = Mutex(State())

  private struct State {
    var fault: FaultProxy.Fault?
    var isOver = false
  }

  init(client: Int32, server: Int32) {
    (self.client, self.server) = (client, server)
  }

  var isOver: Bool { state.withLock { $0.isOver } }

  func suffer(_ fault: FaultProxy.Fault?) { state.withLock { $0.fault = fault } }

  private var fault: FaultProxy.Fault? { state.withLock { $0.fault } }

  /// Forwards both ways until a side is closed or a fault ends it.
  func forward() {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer {
      buffer.deallocate()
      closeSockets(client, server)
      state.withLock { $0.isOver = true }
    }
    while fault != .drop {
      if fault == .stall {
        usleep(5_000)
        continue
      }
      var waiting = [client, server].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&waiting, 2, 10) >= 0 else { return }
      // A fault that came while this waited counts already for what came meanwhile.
      if let fault, fault != .swallow { continue }
      if waiting[0].revents != 0, !pass(from: client, to: server, buffer) { return }
      if waiting[1].revents != 0 {
        if fault == .swallow || !pass(from: server, to: client, buffer) { return }
      }
    }
  }

  /// False when either side is closed, or the connection is dropped meanwhile.
  private func pass(
    from source: Int32, to target: Int32, _ buffer: UnsafeMutableRawBufferPointer
  ) -> Bool {
    let count = recv(source, buffer.baseAddress, buffer.count, 0)
    guard count > 0 else { return false }
    var rest = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    while !rest.isEmpty {
      if fault == .drop { return false }
      var waiting = pollfd(fd: target, events: Int16(POLLOUT), revents: 0)
      guard poll(&waiting, 1, 10) > 0 else { continue }
      let sent = send(target, rest.baseAddress, rest.count, Int32(withoutSignal))
      if sent < 0, errno == EAGAIN { continue }
      guard sent > 0 else { return false }
      rest = UnsafeRawBufferPointer(rebasing: rest[sent...])
    }
    return true
  }
}

#if canImport(Glibc)
  private let withoutSignal = MSG_NOSIGNAL | MSG_DONTWAIT
#else
  private let withoutSignal = MSG_DONTWAIT
#endif

private func unixSocket() -> Int32 {
  #if canImport(Glibc)
    socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  #else
    socket(AF_UNIX, SOCK_STREAM, 0)
  #endif
}

private func closeSockets(_ sockets: Int32...) {
  for socket in sockets { close(socket) }
}

private func withAddress<Result>(
  _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) {
    $0.copyBytes(from: path.utf8.prefix($0.count - 1))
  }
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}
