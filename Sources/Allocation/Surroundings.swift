/// What the service takes from the world around it, passed in so that a test can decide it.
package struct Surroundings: Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    package let nanosecondsSinceEpoch: @Sendable () -> UInt64

    /// Nanoseconds on a clock that is never set; only differences mean something.
    package let monotonicNanoseconds: @Sendable () -> UInt64

    /// 64 bits of a cryptographic source.
    package let randomness: @Sendable () -> UInt64

    package init(
        nanosecondsSinceEpoch: @escaping @Sendable () -> UInt64,
        monotonicNanoseconds: @escaping @Sendable () -> UInt64,
        randomness: @escaping @Sendable () -> UInt64
    ) {
        self.nanosecondsSinceEpoch = nanosecondsSinceEpoch
        self.monotonicNanoseconds = monotonicNanoseconds
        self.randomness = randomness
    }

    package var now: Timestamp { Timestamp(milliseconds: Int64(nanosecondsSinceEpoch() / 1_000_000)) }

    package func makeRequestID() -> RequestID {
        RequestID(nanoseconds: nanosecondsSinceEpoch(), randomness: randomness())
    }

    /// A key that nobody can guess.
    package func makeSecret() -> APIKeySecret {
        APIKeySecret(randomBytes: randomBytes(APIKeySecret.byteCount))
    }

    /// So many bytes of the cryptographic source.
    package func randomBytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: randomness()) }
    }
}
