import Glibc
import Synchronization

/// The system's cryptographic randomness, fetched in advance: a system call for each request would be one too many.
///
/// No number is handed out twice.
final class RandomSource: Sendable {
    /// 256 bytes: the most that getentropy(3) gives at once.
    private static let count = 32

    private let stock = Mutex<[UInt64]>([])

    func next() -> UInt64 {
        stock.withLock { stock in
            if let number = stock.popLast() { return number }
            var fresh = [UInt64](repeating: 0, count: Self.count)
            let status = fresh.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) }
            guard status == 0, let number = fresh.popLast() else {
                var generator = SystemRandomNumberGenerator()
                return generator.next()
            }
            stock = fresh
            return number
        }
    }
}
