import Allocation

/// Whether decisions come quickly enough.
struct TimeJudgement {
    /// Longer is worth a look.
    private static let slow: UInt64 = 1_000_000_000
    /// A first call of 4.3 s is known to have passed; nothing longer is.
    private static let tooSlow: UInt64 = 4_000_000_000

    private static let check = "time"
    private static let noLimit =
        "how long DPS waits is not published; a first call of 4.3 s is known to have passed"

    /// Nanoseconds of the requests that were answered.
    let times: [UInt64]
    /// Those that were not, or with "come again".
    let failures: [WebhookAnswer]
    /// Whether each request made a connection of its own.
    let makesConnections: Bool

    var finding: Finding {
        guard failures.isEmpty, let longest = times.max() else {
            let all = times.count + failures.count
            return .fail(
                Self.check,
                "\(failures.count) of \(all) decisions were not made: \(failures.first?.outline ?? "")",
                "look at the webhook's log; does it answer one at a time, or is a limit upon requests set too low?"
            )
        }
        let middle = times.sorted()[times.count / 2]
        let each = makesConnections ? ", each with a new TLS connection" : ""
        let text =
            "\(times.count) decisions\(each): half within \(Self.text(middle)), the longest \(Self.text(longest))"
        switch longest {
        case ...Self.slow: return .ok(Self.check, text)
        case ...Self.tooSlow:
            return .warn(Self.check, text, Self.noLimit, "does it start cold, or wait for a database?")
        default:
            return .fail(
                Self.check, text, Self.noLimit,
                "keep it warm (an Azure Function: a plan that is always on), and near its data")
        }
    }

    /// Tenths of a millisecond where they matter.
    private static func text(_ nanoseconds: UInt64) -> String {
        let milliseconds = nanoseconds / 1_000_000
        if milliseconds < 10 { return "\(milliseconds).\(nanoseconds / 100_000 % 10) ms" }
        return milliseconds < 10_000 ? "\(milliseconds) ms" : "\(milliseconds / 1000) s"
    }
}
