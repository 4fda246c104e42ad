import Allocation

/// A browser that was let in with a key. It knows the key's number and not its secret: what the session opens is what the key
/// opens at the moment, and nothing once the key is revoked.
struct Session: Sendable {
    /// SHA-256 of the cookie's value, so that what is in memory opens nothing by itself.
    let id: SHA256Digest
    let keyID: Int64

    /// What a page must show with each write: a page of another site may have the browser send the cookie, and cannot read this.
    let csrfToken: SessionToken
    let expiresAt: Timestamp

    /// The same moment on the clock that is never set, in nanoseconds.
    let deadline: UInt64

    /// Later ones have larger numbers.
    let number: UInt64

    /// Whether it is over by either clock: the one that is set stands for the time that a machine slept, the other one cannot
    /// be turned back.
    func isOver(in surroundings: Surroundings) -> Bool {
        surroundings.now >= expiresAt || surroundings.monotonicNanoseconds() >= deadline
    }

    /// Whether what was shown is the session's token, compared in constant time.
    func isToken(_ presented: String) -> Bool {
        SHA256.hash(Array(presented.utf8)).constantTimeEquals(csrfToken.digest)
    }
}
