import Allocation

/// What came of a fleet's registrations, counted.
struct FleetSummary: Sendable {
    /// Kinds that are told apart; a service that has ever new words must not fill the memory.
    private static let mostKinds = 100

    /// The outcomes of one kind.
    struct Kind: Sendable {
        /// That came first, as an example of all.
        let first: DeviceOutcome
        var count = 1
    }

    /// By their names.
    private(set) var kinds: [String: Kind] = [:]
    private(set) var count = 0
    private(set) var assigned = 0
    /// Of the registrations that the service brought to a final status.
    private var milliseconds: [Int] = []

    mutating func add(_ outcome: DeviceOutcome) {
        count += 1
        if case .assigned = outcome.ending { assigned += 1 }
        if outcome.ending.status != nil { milliseconds.append(outcome.milliseconds) }
        let isKnown = kinds[outcome.ending.kind] != nil
        let kind = isKnown || kinds.count < Self.mostKinds ? outcome.ending.kind : "others"
        kinds[kind, default: Kind(first: outcome, count: 0)].count += 1
    }

    /// Milliseconds from the first request to a final status.
    struct Times: Sendable, Equatable {
        let p50: Int
        let p99: Int
        let longest: Int
    }

    /// `nil` when no registration came to a final status.
    var times: Times? {
        let sorted = milliseconds.sorted()
        guard let longest = sorted.last else { return nil }
        // The nearest rank: the smallest value that so many per cent do not exceed.
        func percentile(_ percent: Int) -> Int { sorted[(sorted.count * percent + 99) / 100 - 1] }
        return Times(p50: percentile(50), p99: percentile(99), longest: longest)
    }

    /// The most frequent kind first.
    var sortedKinds: [(name: String, kind: Kind)] {
        kinds.map { (name: $0.key, kind: $0.value) }.sorted { one, other in
            one.kind.count != other.kind.count ? one.kind.count > other.kind.count : one.name < other.name
        }
    }
}
