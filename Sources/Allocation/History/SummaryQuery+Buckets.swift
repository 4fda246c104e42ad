extension SummaryQuery {
    /// So many buckets may be asked for at once: a week of minutes, a year of hours, what a screen could never show.
    package static let mostBuckets: Int64 = 10_000

    /// How many buckets the time is cut into, and not fewer; a month is reckoned as the shortest one.
    package var bucketCount: Int64 {
        guard since < until else { return 0 }
        let last = bucket.start(of: Timestamp(milliseconds: until.milliseconds - 1)).milliseconds
        let time = last - bucket.start(of: since).milliseconds
        let shortest = bucket == .month ? 28 * bucket.length : bucket.length
        return time / shortest + 1
    }
}
