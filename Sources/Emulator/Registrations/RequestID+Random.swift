import Allocation

extension RequestID {
    /// A UUID of version 4 (RFC 9562 §5.4), as the service's operations and requests have: random but for the six bits that say
    /// so.
    init(randomBy surroundings: Surroundings) {
        self.init(
            high: surroundings.randomness() & ~0xF000 | 0x4000,
            low: surroundings.randomness() >> 2 | 0x8000_0000_0000_0000)
    }
}
