import Allocation

/// A moment as DPS writes it: UTC with seven digits of a second, for example `2022-08-31T22:02:50.5163352Z`.
package struct PreciseTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let nanosecondsSinceEpoch: UInt64

    package init(nanosecondsSinceEpoch: UInt64) {
        self.nanosecondsSinceEpoch = nanosecondsSinceEpoch
    }

    package static func < (earlier: Self, later: Self) -> Bool {
        earlier.nanosecondsSinceEpoch < later.nanosecondsSinceEpoch
    }

    package var description: String {
        let milliseconds = nanosecondsSinceEpoch / 1_000_000
        let digits = String(nanosecondsSinceEpoch % 1_000_000 / 100)
        let toMillisecond = Timestamp(milliseconds: Int64(milliseconds)).description.dropLast()
        return toMillisecond + String(repeating: "0", count: 4 - digits.count) + digits + "Z"
    }
}

extension Surroundings {
    var preciseNow: PreciseTime { PreciseTime(nanosecondsSinceEpoch: nanosecondsSinceEpoch()) }
}
