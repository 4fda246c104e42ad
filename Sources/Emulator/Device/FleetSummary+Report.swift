import Allocation
import CommandLineInterface

extension FleetSummary {
    /// For programs; the time that elapsed is that of all registrations together.
    func json(after elapsed: Duration) -> JSONValue {
        let outcomes = sortedKinds.map { name, kind -> JSONValue in
            [
                "outcome": .string(name), "count": Self.number(kind.count),
                "sdkResult": .string(kind.first.ending.sdkResult.rawValue), "first": kind.first.json,
            ]
        }
        var times: JSONValue = nil
        if let measured = self.times {
            times = [
                "p50": Self.number(measured.p50), "p99": Self.number(measured.p99),
                "longest": Self.number(measured.longest),
            ]
        }
        return [
            "registrations": Self.number(count), "assigned": Self.number(assigned),
            "outcomes": .array(outcomes), "milliseconds": times,
            "seconds": .number(JSONNumber(elapsed / .seconds(1)) ?? JSONNumber(0)),
            "registrationsPerSecond": .number(JSONNumber(perSecond(elapsed)) ?? JSONNumber(0)),
        ]
    }

    func print(after elapsed: Duration, in terminal: Terminal) {
        let rows = sortedKinds.map { name, kind in
            let first = kind.first
            let words = first.ending.status == .assigned ? "" : ": \(first.ending.line)"
            return [
                Progress.grouped(Int64(kind.count)), name, first.ending.sdkResult.rawValue,
                "\(first.registrationID)\(words)",
            ]
        }
        terminal.print(TextTable(["COUNT", "OUTCOME", "C SDK GETS", "FIRST"], rows))
        let tenths = Int64((elapsed / .milliseconds(100)).rounded())
        let rate = Int64((perSecond(elapsed) * 10).rounded())
        terminal.print("")
        terminal.print(
            "\(Progress.grouped(Int64(count))) registration\(count == 1 ? "" : "s") in \(Self.decimal(tenths)) s, "
                + "\(Self.decimal(rate)) a second")
        if let times {
            terminal.print(
                "From the first request to the final status: p50 \(times.p50) ms, p99 \(times.p99) ms, "
                    + "longest \(times.longest) ms")
        }
    }

    private func perSecond(_ elapsed: Duration) -> Double {
        elapsed > .zero ? Double(count) / (elapsed / .seconds(1)) : 0
    }

    private static func decimal(_ tenths: Int64) -> String {
        "\(Progress.grouped(tenths / 10)).\(tenths % 10)"
    }

    private static func number(_ number: Int) -> JSONValue { .number(JSONNumber(Int64(number))) }
}
