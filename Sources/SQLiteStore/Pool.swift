import Synchronization

/// Lends things that only one thread may use at a time.
///
/// It grows to as many as were ever in use at once: one for each event loop, and a few for other work. One that failed is
/// not lent again: the next borrower gets a new one, and with it a new chance.
final class Pool<Element: Sendable>: Sendable {
    private let idle = Mutex<[Element]>([])
    private let make: @Sendable () throws -> Element

    init(_ make: @escaping @Sendable () throws -> Element) {
        self.make = make
    }

    func withElement<Result>(_ body: (Element) throws -> Result) throws -> Result {
        let element = try idle.withLock { $0.popLast() } ?? make()
        let result = try body(element)
        idle.withLock { $0.append(element) }
        return result
    }

    /// Does something with each element that is not lent out. To be short: nothing is lent out meanwhile.
    func withIdle(_ body: (Element) -> Void) {
        idle.withLock { $0.forEach(body) }
    }
}
