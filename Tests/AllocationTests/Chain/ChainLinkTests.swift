import Allocation
import Testing

/// The expected links were computed by Tests/EndToEnd/chain.py.
@Suite struct ChainLinkTests {
    private static let requestID = RequestID(high: 0x0192_F5A0_7C00_7ABC, low: 0x8000_0000_0000_0001)

    private static var counted: SHA256Digest? { SHA256Digest(bytes: Array(0..<32)) }

    @Test func `an assignment from the inventory has its link`() {
        let words = AssignmentWords(
            reason: "inventory", division: "toasters", hub: "a.azure-devices.net", previousHub: nil,
            enrollmentKind: "group", enrollment: "spring", attestation: "symmetricKey",
            linkedHubs: #"["a.azure-devices.net"]"#)
        let expected = "ad9933c0206df3177230744be1587fa5751200e5f299c4bcb3788ddcdaae5b78"
        #expect(words.digest.description == expected)
        let assignment = ChainedAssignment(
            id: 7, decidedAt: Timestamp(milliseconds: 1_700_000_000_123), requestID: Self.requestID,
            registrationID: "Breakroom499-contoso-tstrsd-007", deviceRevision: 3, ruleID: nil,
            policyRevision: 12,
            words: words.digest, twin: SHA256.hash(Array(#"{"tags":{}}"#.utf8)))
        #expect(
            assignment.link(after: .beforeChain).description
                == "2bb0499c8ef393fe1bf9af11d7bc1a6f7fdb04c785dc1e4d2206f7a0b96ab8b2")
    }

    @Test func `an assignment of which nearly nothing is known has its link`() {
        let words = AssignmentWords(
            reason: "registrationIdMissing", division: nil, hub: nil, previousHub: nil, enrollmentKind: nil,
            enrollment: nil, attestation: nil, linkedHubs: nil)
        let assignment = ChainedAssignment(
            id: 8, decidedAt: Timestamp(milliseconds: 1_700_000_000_124), requestID: Self.requestID,
            registrationID: nil, deviceRevision: nil, ruleID: nil, policyRevision: nil, words: words.digest,
            twin: nil)
        #expect(
            assignment.link(after: .beforeChain).description
                == "8f4f92759675d66131db5c25cb1c3d6a7cbf6d7bd97f9cd6807f4f9c6db36163")
    }

    @Test func `a rule, a time before 1970 and text beyond ASCII have their link`() throws {
        let words = AssignmentWords(
            reason: "noMatchingHub", division: "heatpumps", hub: nil, previousHub: "b",
            enrollmentKind: "individual", enrollment: nil, attestation: "tpm", linkedHubs: "[]")
        let assignment = ChainedAssignment(
            id: 9, decidedAt: Timestamp(milliseconds: -1), requestID: Self.requestID, registrationID: "Größe",
            deviceRevision: nil, ruleID: 4, policyRevision: 1, words: words.digest, twin: nil)
        #expect(
            assignment.link(after: try #require(Self.counted)).description
                == "6f5a2bb0c362bacbc20d28df46832a2efaa17435aa3fb1268835ca87210c8db4")
    }

    @Test func `an event has its link`() throws {
        let event = HistoryEvent(
            id: 2, assignmentID: 8, happenedAt: Timestamp(milliseconds: 1_700_000_000_125),
            kind: "clock stepped", detail: #"{"by":-3600000}"#)
        #expect(
            event.link(after: try #require(Self.counted)).description
                == "4ebff25dfeba7120be605dc5aaafb3481c7eae37f8c147f68faef26b68e8c42f")
    }

    @Test func `what is missing is not what is empty`() {
        let missing = AssignmentWords(
            reason: "r", division: nil, hub: nil, previousHub: nil, enrollmentKind: nil, enrollment: nil,
            attestation: nil, linkedHubs: nil)
        var empty = missing
        empty.division = ""
        #expect(missing.digest != empty.digest)
        var moved = missing
        moved.hub = "r"
        moved.reason = nil
        #expect(missing.digest != moved.digest)
    }
}
