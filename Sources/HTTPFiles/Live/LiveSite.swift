import Synchronization

/// What the pages of a site that is worked on are told while they are open: one message, and every later one.
public final class LiveSite: Sendable {
  typealias Listener = @Sendable (String) -> Void

  private struct State {
    var message: String
    var listeners: [Int: Listener] = [:]
    var next = 0
  }

  private let state: Mutex<State>
  /// Open pages; each has a connection of its own.
  static let limit = 64

  /// - Parameter message: one line of text.
  public init(_ message: String) { state = Mutex(State(message: message)) }

  /// Tells every open page, and later ones when they ask.
  public func tell(_ message: String) {
    let listeners = state.withLock { state in
      state.message = message
      return Array(state.listeners.values)
    }
    for listener in listeners { listener(message) }
  }

  /// - Parameter listener: called at once with what was told last, then with all that comes, on any thread.
  /// - Returns: nil where there are too many already.
  func add(_ listener: @escaping Listener) -> Int? {
    let added = state.withLock { state -> (id: Int, message: String)? in
      guard state.listeners.count < Self.limit else { return nil }
      defer { state.next += 1 }
      state.listeners[state.next] = listener
      return (state.next, state.message)
    }
    if let added { listener(added.message) }
    return added?.id
  }

  func remove(_ id: Int) { state.withLock { $0.listeners[id] = nil } }
}

/// What a page of such a site gets besides. Nothing of it is in the site itself.
enum LivePage {
  /// Names with a dot at their start are never published, so no site has these.
  static let script = "/.bobine/serve.js"
  static let events = "/.bobine/events"

  /// After the last byte of a page. A parser takes it into the body (HTML, "after after body"), and the page's policy allows
  /// scripts of its own host.
  static let tail = "<script src=\"\(script)\" defer></script>\n"

  /// For any address while there is no site.
  static let waiting = """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Not built yet</title>
    </head>
    <body>
    <main><h1>Not built yet</h1><p>This page opens as soon as there is a site.</p></main>
    \(tail)</body>
    </html>

    """
}
