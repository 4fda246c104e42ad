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

        /// When the piece begins that a time is in.
        package func start(of time: Timestamp) -> Timestamp {
            let (days, millisecondsOfDay) = Timestamp.floorDivide(time.milliseconds, by: Self.day.length)
            switch self {
            case .minute, .hour, .day:
                return Timestamp(milliseconds: time.milliseconds - millisecondsOfDay % length)
            case .month:
                let day = Timestamp.civilDate(daysSinceEpoch: days).day
                return Timestamp(milliseconds: (days - day + 1) * Self.day.length)
            }
        }

        /// In milliseconds; a day's for a month, which is made of days.
        package var length: Int64 {
            switch self {
            case .minute: 60_000
            case .hour: 3_600_000
            case .day, .month: 86_400_000
            }
        }
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
