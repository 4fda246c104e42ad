import Allocation
import HTTP

/// What the service counts, in Prometheus' text format (version 0.0.4). No registration ID, key or twin is in
/// it.
struct Metrics: Sendable {
    /// What the watches counted last.
    let watches: WatchCounts

    /// Upper bounds of the histogram's buckets, in nanoseconds.
    private static let bounds: [UInt64] = [
        1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000, 250_000_000,
        1_000_000_000, 5_000_000_000,
    ]

    private let byReason = Dictionary(uniqueKeysWithValues: ReasonCode.allCases.map { ($0, Counter()) })
    private let unauthorized = Counter()
    /// One for each bound, not cumulative; the last one counts what is above them all.
    private let durations = (0...Self.bounds.count).map { _ in Counter() }
    private let totalDuration = Counter()

    func count(_ reason: ReasonCode) {
        byReason[reason]?.add()
    }

    func countUnauthorized() {
        unauthorized.add()
    }

    /// How long a decision took, from the first look at its request to its durable row.
    func countDuration(nanoseconds: UInt64) {
        let bucket = Self.bounds.firstIndex { nanoseconds <= $0 } ?? Self.bounds.count
        durations[bucket].add()
        totalDuration.add(nanoseconds)
    }

    /// Requests without a key that opens what they asked for.
    var unauthorizedCount: UInt64 { unauthorized.total }

    var answerTimes: AnswerTimes {
        var cumulated: UInt64 = 0
        let bounds = Self.bounds.map(Optional.some) + [nil]
        return AnswerTimes(
            sum: totalDuration.total,
            buckets: zip(bounds, durations).map { bound, counter in
                cumulated += counter.total
                return (bound, cumulated)
            })
    }

    var response: HTTPResponse {
        HTTPResponse(
            status: .ok, fields: [("content-type", "text/plain; version=0.0.4; charset=utf-8")],
            body: Array(text.utf8))
    }

    private var text: String {
        var lines = [
            "# HELP dps_allocator_requests_total Allocation requests by the reason code of their answer.",
            "# TYPE dps_allocator_requests_total counter",
        ]
        for reason in ReasonCode.allCases {
            lines.append(
                "dps_allocator_requests_total{reason=\"\(reason.rawValue)\"} \(byReason[reason]?.total ?? 0)")
        }
        lines += [
            "# HELP dps_allocator_unauthorized_total Requests without a key that opens what they asked for.",
            "# TYPE dps_allocator_unauthorized_total counter",
            "dps_allocator_unauthorized_total \(unauthorized.total)",
            "# HELP dps_allocator_decision_seconds From the request's head to the durable row of the history.",
            "# TYPE dps_allocator_decision_seconds histogram",
        ]
        let times = answerTimes
        lines += times.buckets.map { bucket in
            let bound = bucket.bound.map { "\(Double($0) / 1e9)" } ?? "+Inf"
            return "dps_allocator_decision_seconds_bucket{le=\"\(bound)\"} \(bucket.count)"
        }
        lines += [
            "dps_allocator_decision_seconds_sum \(Double(times.sum) / 1e9)",
            "dps_allocator_decision_seconds_count \(times.count)",
        ]
        lines += watches.metricLines
        return lines.joined(separator: "\n") + "\n"
    }
}
