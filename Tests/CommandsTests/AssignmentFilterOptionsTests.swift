import Allocation
import CommandLineInterface
import Testing

@testable import Commands

@Suite struct AssignmentFilterOptionsTests {
    private static let now = Timestamp(milliseconds: 1_801_418_400_000)

    private func filter(_ words: String...) throws -> AssignmentFilter {
        let arguments = try Arguments(words, for: AssignmentsListCommand.specification)
        return try AssignmentFilterOptions.filter(from: arguments, at: Self.now)
    }

    @Test func `each option is a part of the filter`() throws {
        var expected = AssignmentFilter(registrationID: try RegistrationID("sn-1"))
        expected.registrationIDPrefix = "sn"
        expected.hub = "h"
        expected.previousHub = "p"
        expected.changesHub = true
        expected.division = "d"
        expected.outcome = .assigned
        expected.reason = .rule
        expected.source = .rule
        expected.ruleID = 4
        expected.enrollment = "e"
        expected.attestation = .x509
        expected.requestID = RequestID(high: 0x7000, low: 1 << 63)
        expected.since = Timestamp("2027-01-30T18:00:00Z")
        expected.until = Timestamp("2027-01-31T17:59:59Z")
        let found = try filter(
            "--registration-id", "sn-1", "--registration-id-prefix", "sn", "--hub", "h", "--previous-hub",
            "p",
            "--changes-hub", "--division", "d", "--outcome", "assigned", "--reason", "rule", "--source",
            "rule",
            "--rule", "4", "--enrollment", "e", "--attestation", "x509", "--request-id",
            "00000000-0000-7000-8000-000000000000", "--since", "24h", "--until", "2027-01-31T18:59:59+01:00")
        #expect(found == expected)
        #expect(try filter() == AssignmentFilter())
    }

    @Test(arguments: [
        ("--outcome", "held"), ("--reason", "why"), ("--source", "x"), ("--attestation", "x"),
        ("--rule", "0"),
        ("--rule", "x"), ("--request-id", "7"), ("--hub", ""), ("--division", ""), ("--since", "soon"),
        ("--until", "7"),
    ])
    func `a value that there is not is told with its option`(option: String, value: String) {
        let error = #expect(throws: UsageError.self) { try filter(option, value) }
        #expect(error?.message.hasPrefix(option) == true)
    }

    @Test(arguments: [
        ("90s", 90_000), ("30m", 1_800_000), ("24h", 86_400_000), ("7d", 604_800_000),
        ("99999d", 8_639_913_600_000),
    ])
    func `a moment may be reckoned back from now`(text: String, milliseconds: Int64) throws {
        #expect(try filter("--since", text).since?.milliseconds == Self.now.milliseconds - milliseconds)
    }

    @Test(arguments: [
        "", "d", "0d", "-1d", "+1d", "01d", "1.5h", "1w", "100000d", "7", "1D", "99999999999999999999d",
    ])
    func `nothing else is a moment`(text: String) {
        #expect(throws: UsageError.self) { try filter("--since", text) }
    }

    @Test func `each command that chooses decisions has the same options`() {
        let names = AssignmentFilterOptions.specification.map(\.name)
        for specification in [
            AssignmentsListCommand.specification, AssignmentsExportCommand.specification,
            AssignmentsTailCommand.specification,
        ] {
            #expect(Array(specification.options.map(\.name).prefix(names.count)) == names)
        }
    }
}
