import Allocation
import SQLite

/// A group as `UnmatchedListing.groups(of:)` counts it.
struct UnmatchedGroupRow {
    let key: String
    private let devices: Int64
    private let refusals: Int64
    private let times: (first: Int64, last: Int64)
    private let commonSuffix: String?
    private let reasons: [UnmatchedGroup.ReasonCount]

    init(from row: Row) {
        key = row.text(0)
        devices = row.integer(1)
        refusals = row.integer(2)
        times = (row.integer(3), row.integer(4))
        commonSuffix = UnmatchedSuffix.common(ofReversed: row.text(5), and: row.text(6))
        reasons = UnmatchedListing.reasons.enumerated().compactMap { index, reason in
            let count = row.integer(7 + Int32(index))
            return count > 0 ? UnmatchedGroup.ReasonCount(reason, count) : nil
        }
    }

    func group(with examples: [String]) -> UnmatchedGroup {
        UnmatchedGroup(
            key: key, devices: devices, refusals: refusals,
            firstRefusedAt: Timestamp(milliseconds: times.first),
            lastRefusedAt: Timestamp(milliseconds: times.last), reasons: reasons, commonSuffix: commonSuffix,
            examples: examples)
    }
}
