/// Exchanges that wait for a thread, the first come first. Adding and taking cost the same however many wait.
struct ExchangeQueue: ~Copyable {
    /// What is done by a thread, or told when there is none.
    struct Work: Sendable {
        let run: @Sendable () -> Void
        let fail: @Sendable () -> Void
    }

    /// Taken ones are nil, up to `head`.
    private var entries: [Work?] = []
    private var head = 0

    var count: Int { entries.count - head }

    mutating func add(_ work: Work) { entries.append(work) }

    mutating func takeFirst() -> Work? {
        guard head < entries.count else { return nil }
        defer {
            // At once, so that what the work holds goes with it.
            entries[head] = nil
            head += 1
            // Moved up only when at least as many were taken as are moved.
            if head > entries.count / 2 {
                entries.removeFirst(head)
                head = 0
            }
        }
        return entries[head]
    }

    mutating func takeAll() -> [Work] {
        defer { (entries, head) = ([], 0) }
        return entries[head...].compactMap { $0 }
    }
}
