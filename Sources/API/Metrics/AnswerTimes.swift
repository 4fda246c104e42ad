/// How long decisions took, from the first look at their request to their durable row; since the process began.
struct AnswerTimes: Sendable {
    /// In nanoseconds, of all of them.
    let sum: UInt64

    /// In ascending order; the last one has no bound. Each counts those of the ones before it, too.
    let buckets: [(bound: UInt64?, count: UInt64)]

    /// How many there were.
    var count: UInt64 { buckets.last?.count ?? 0 }
}
