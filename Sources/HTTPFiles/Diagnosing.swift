public import Diagnostics

extension FileServerError {
  public var diagnostic: Diagnostic {
    switch self {
    case .portTaken(let host, let port): .portIsTaken(host: host, port: port)
    case .cannotListen(let host, let port, let reason): .cannotListen(host: host, port: port, reason: reason)
    }
  }
}
