import Glibc

/// Why a server could not start, in one line.
package struct HTTPServerError: Error, Equatable, Sendable {
    package enum Reason: Equatable, Sendable {
        case addressInUse
        case notPermitted
        case addressNotAvailable
        case alreadyStarted
        /// Any other error of a system call, by its errno.
        case system(Int32)
    }

    package let reason: Reason
    /// The address in question, or nil if the failure concerns none.
    package let address: ListenAddress?

    init(_ reason: Reason, address: ListenAddress? = nil) {
        self.reason = reason
        self.address = address
    }

    /// The error for the errno of a failed call.
    init(errno code: Int32, address: ListenAddress? = nil) {
        switch code {
        case EADDRINUSE: self.init(.addressInUse, address: address)
        case EACCES, EPERM: self.init(.notPermitted, address: address)
        case EADDRNOTAVAIL, EAFNOSUPPORT: self.init(.addressNotAvailable, address: address)
        default: self.init(.system(code), address: address)
        }
    }
}

extension HTTPServerError: CustomStringConvertible {
    package var description: String {
        let subject = address.map { "cannot listen on \($0)" } ?? "cannot start the HTTP server"
        let explanation =
            switch reason {
            case .addressInUse: "the address is in use by another process"
            case .notPermitted: "not permitted (ports below 1024 need a privilege)"
            case .addressNotAvailable: "the address is not one of this machine"
            case .alreadyStarted: "it was started before"
            case .system(let code): systemErrorText(code)
            }
        return "\(subject): \(explanation)"
    }
}

/// The system's text for an errno.
func systemErrorText(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
}
