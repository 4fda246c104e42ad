import Glibc

/// The state could not be read or kept; nothing of the change was done.
package struct StateError: Error, Equatable, CustomStringConvertible {
    /// What, where and why, in a sentence without its full stop.
    package let description: String

    init(_ description: String) {
        self.description = description
    }

    /// Of a call of the system that failed; `what` is for example `/data/emulator.journal cannot be written`.
    static func system(_ what: String, _ code: Int32) -> Self {
        Self("\(what): \(String(cString: strerror(code)))")
    }
}
