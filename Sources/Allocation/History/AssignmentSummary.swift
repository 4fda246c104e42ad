/// What is to be counted, over which time.
package struct SummaryQuery: Sendable, Equatable {
    /// By what the decisions are told apart.
    package enum Dimension: String, Sendable, CaseIterable {
        case outcome
        case reason
        case source
        case rule
        case division
        case hub
    }

    /// How long the pieces are into which the time is cut, each beginning where UTC's does.
    package enum Bucket: String, Sendable, CaseIterable {
        case minute
        case hour
        case day
        case month
    }

    package var dimension: Dimension
    package var bucket: Bucket

    /// Decided then or later.
    package var since: Timestamp

    /// Decided before then.
    package var until: Timestamp

    package init(by dimension: Dimension, in bucket: Bucket, since: Timestamp, until: Timestamp) {
        self.dimension = dimension
        self.bucket = bucket
        self.since = since
        self.until = until
    }
}

/// How many decisions there were, by bucket and value.
package struct AssignmentSummary: Sendable, Equatable {
    /// The decisions of one bucket that share a value.
    package struct Count: Sendable, Equatable {
        /// When the bucket begins; the first one may begin before the time that was asked for.
        package let start: Timestamp

        /// In the words of the history; the number of a rule. `nil` for decisions that have none, such as a refusal's hub.
        package let value: String?
        package let count: Int64

        package init(start: Timestamp, value: String?, count: Int64) {
            self.start = start
            self.value = value
            self.count = count
        }
    }

    /// By bucket, then by value, those without one last; what is zero is not there.
    package let counts: [Count]

    package init(_ counts: [Count]) {
        self.counts = counts
    }
}
