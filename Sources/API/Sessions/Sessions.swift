import Allocation
import Synchronization

/// The sessions of browsers. They live in the memory of this process and nowhere else: a restart ends them all, and people sign
/// in again.
final class Sessions: Sendable {
    /// In seconds from its beginning, however busy it is.
    static let lifetime: Int64 = 12 * 3_600

    /// When there are so many, the oldest is given up for a new one.
    static let most = 1_000

    /// When a key has so many, its own oldest is: who has one key cannot sign out all others.
    static let mostOfOneKey = 50

    private struct Kept {
        var sessions: [SHA256Digest: Session] = [:]
        var begun: UInt64 = 0

        /// Gives up the oldest of some sessions until there are fewer than so many.
        mutating func makeRoom(below most: Int, of some: (Session) -> Bool) {
            let found = sessions.values.filter(some).sorted { $0.number < $1.number }
            for session in found.dropLast(most - 1) { sessions[session.id] = nil }
        }
    }

    private let surroundings: Surroundings
    private let kept = Mutex(Kept())

    init(surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// - Parameters:
    ///   - keyID: the number of the live key that was shown.
    ///   - earlier: the cookies that the browser still has. It forgets them for the new one, so what they open ends: nobody could
    ///     sign out of it any more.
    /// - Returns: the session, and the cookie's value, which is kept nowhere here.
    func begin(
        for keyID: Int64, insteadOf earlier: [SessionToken] = []
    ) -> (session: Session, cookie: SessionToken) {
        let cookie = SessionToken(randomBy: surroundings)
        let csrfToken = SessionToken(randomBy: surroundings)
        let expiresAt = Timestamp(milliseconds: surroundings.now.milliseconds + Self.lifetime * 1_000)
        let deadline = surroundings.monotonicNanoseconds() + UInt64(Self.lifetime) * 1_000_000_000
        let ended = Set(earlier.map(\.digest))
        let session = kept.withLock { kept in
            kept.sessions = kept.sessions.filter { id, session in
                !session.isOver(in: surroundings) && !ended.contains(id)
            }
            kept.makeRoom(below: Self.mostOfOneKey) { $0.keyID == keyID }
            kept.makeRoom(below: Self.most) { _ in true }
            kept.begun += 1
            let session = Session(
                id: cookie.digest, keyID: keyID, csrfToken: csrfToken, expiresAt: expiresAt,
                deadline: deadline, number: kept.begun)
            kept.sessions[session.id] = session
            return session
        }
        return (session, cookie)
    }

    /// The session of a cookie's value; `nil` when there is none, or it is over.
    func session(of cookie: SessionToken) -> Session? {
        let id = cookie.digest
        return kept.withLock { kept in
            guard let session = kept.sessions[id] else { return nil }
            guard !session.isOver(in: surroundings) else {
                kept.sessions[id] = nil
                return nil
            }
            return session
        }
    }

    func end(_ session: Session) {
        kept.withLock { $0.sessions[session.id] = nil }
    }
}
