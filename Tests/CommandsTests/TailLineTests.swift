import Allocation
import CommandLineInterface
import Testing

@testable import Commands

@Suite struct TailLineTests {
    private static func assignment(_ id: String, hub: String?) -> RecordedAssignment {
        RecordedAssignment(
            id: 17, decidedAt: Timestamp(milliseconds: 1_801_418_400_000),
            requestID: RequestID(high: 0, low: 0), registrationID: id, linkedHubs: nil,
            isAssigned: hub != nil,
            reason: hub == nil ? .unrecognizedDevice : .rule, source: hub == nil ? .none : .rule(id: 4),
            policyRevision: 1, division: nil, hub: hub, previousHub: nil, enrollment: nil, attestation: nil,
            twin: nil)
    }

    private static func line(_ id: String, hub: String? = nil, room: Int? = nil, isColoured: Bool = false)
        -> String
    {
        AssignmentsTailCommand.line(assignment(id, hub: hub), fitting: room, isColoured: isColoured)
    }

    @Test func `a line tells what was decided`() {
        let start = "2027-01-31T18:00:00.000Z  17  sn-1  "
        #expect(Self.line("sn-1", hub: "hub-1") == start + "assigned to hub-1 by rule 4")
        #expect(Self.line("sn-1") == start + "refused: unrecognizedDevice")
    }

    @Test(arguments: [5, 30, 40, 50])
    func `it stays a line on a terminal`(room: Int) {
        let line = Self.line("sn-1", hub: "a-hub-with-a-long-name", room: room)
        #expect(line.count <= room)
        #expect(line.hasSuffix("…"))
    }

    @Test func `its end has the colour of what came of it`() {
        #expect(
            Self.line("s", room: 90, isColoured: true).hasSuffix(
                "\u{1B}[31mrefused: unrecognizedDevice\u{1B}[0m"))
        #expect(Self.line("s", hub: "h", room: 90, isColoured: true).contains("  \u{1B}[32massigned"))
        #expect(!Self.line("s", room: 90).contains("\u{1B}"))
    }

    @Test func `no control character reaches the terminal`() {
        #expect(!Self.line("s", hub: "\u{1B}[31m").contains("\u{1B}"))
    }
}
