import Synchronization

/// A file of the console, as it is served.
package final class ConsoleFile: Sendable {
    /// Below the folder of all of them, with slashes; `app.js`, `pages/history.js`.
    package let name: String

    /// For `Content-Type`; a file whose kind is not known is bytes (RFC 2046 §4.5.1).
    package let mediaType: String

    package let bytes: [UInt8]

    private let compressed = Mutex<[UInt8]?>(nil)

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        mediaType = Self.mediaType(of: name)
    }

    /// The bytes by gzip (RFC 1952), for browsers that take it. Made when they are first asked for, once for all threads, and kept; for
    /// each of the console's files that is work for less than a millisecond, which an event loop can do.
    package var gzipped: [UInt8] {
        compressed.withLock { kept in
            let bytes = kept ?? Gzip.compress(bytes)
            kept = bytes
            return bytes
        }
    }

    private static func mediaType(of name: String) -> String {
        let parts = name.split(separator: ".")
        return switch parts.count > 1 ? parts.last : nil {
        case "html": "text/html; charset=utf-8"
        // RFC 9239 §6: of the names for JavaScript this is the one to use.
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }
}
