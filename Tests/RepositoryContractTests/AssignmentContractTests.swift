import Allocation
import Contoso
import Testing

@Suite struct AssignmentContractTests {
    /// The `number`th decision of a test, made by an inventory that has the device `lobby-1`.
    private func assignment(_ number: Int64, _ request: AllocationRequest) throws -> Assignment {
        var steps: [DecisionStep]?
        let decision = try Allocator.decide(
            request,
            at: Timestamp(milliseconds: 0),
            readingStandingBy: { id throws(StoreError) in
                guard id.folded == "lobby-1" else { return InventoryStanding(policy: .contoso) }
                let device = Device(registrationID: id, division: "toasters")
                return try InventoryStanding(policy: .contoso, device: device, revision: 4)
            },
            explainingInto: &steps)
        return Assignment(
            decidedAt: Timestamp(milliseconds: 1_795_348_800_000 + number),
            requestID: RequestID(nanoseconds: UInt64(number), randomness: .max - UInt64(number)),
            request: request,
            decision: decision)
    }

    private func request(
        _ id: String?, hubs: [String]? = Hub.both, currentHub: String? = nil, enrollment: Enrollment? = nil,
        attestation: Attestation? = nil
    ) throws -> AllocationRequest {
        AllocationRequest(
            registrationID: try id.map { text throws(RegistrationIDError) in try RegistrationID(text) },
            linkedHubs: hubs,
            currentHub: currentHub, enrollment: enrollment, attestation: attestation)
    }

    @Test(arguments: StoreKind.allCases)
    func `every kind of decision comes back with all that was recorded, the newest first`(kind: StoreKind)
        async throws
    {
        let store = try StoreUnderTest(kind)
        let requests = [
            try request(
                "lobby-1", currentHub: Hub.office, enrollment: Enrollment(kind: .group, id: "g\u{E9}")),
            try request(
                "X-Contoso-TSTRSD-007", enrollment: Enrollment(kind: .individual, id: "x-other"),
                attestation: .tpm),
            try request(
                "x-contoso-hpsd-088", enrollment: Enrollment(kind: .individual, id: "x-contoso-hpsd-088"),
                attestation: .x509),
            try request("x-contoso-hpsd-088", hubs: [], attestation: .symmetricKey),
            try request("unknown"),
            try request("unknown", hubs: nil),
            try request(nil, enrollment: Enrollment(kind: .individual, id: "i")),
        ]
        let assignments = try requests.enumerated().map { try assignment(Int64($0.offset), $0.element) }
        for assignment in assignments { try await store.recorder.record(assignment) }

        let rows = try store.history.page(of: AssignmentQuery()).assignments
        #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.id > $1.id })
        try #require(rows.count == assignments.count)
        for (row, assignment) in zip(rows.reversed(), assignments) {
            #expect(row.decidedAt == assignment.decidedAt)
            #expect(row.requestID == assignment.requestID)
            #expect(row.registrationID == assignment.request.registrationID?.text)
            #expect(row.linkedHubs == assignment.request.linkedHubs)
            #expect(row.reason == assignment.decision.reason)
            #expect(row.source == assignment.decision.source)
            #expect(row.policyRevision == assignment.decision.policyRevision)
            #expect(row.division == assignment.decision.division)
            #expect(row.previousHub == assignment.request.currentHub)
            #expect(row.enrollment == assignment.request.enrollment)
            #expect(row.attestation == assignment.request.attestation)
            switch assignment.decision.outcome {
            case .assigned(let assigned):
                #expect(row.isAssigned)
                #expect(row.hub == assigned.hub)
                #expect(row.twin == assigned.twin.map { String(decoding: $0.json, as: UTF8.self) })
            case .rejected:
                #expect(!row.isAssigned)
                #expect(row.hub == nil)
                #expect(row.twin == nil)
            }
        }
        #expect(
            rows.map(\.reason) == [
                .registrationIdMissing, .linkedHubsMissing, .unrecognizedDevice, .noMatchingHub, .rule, .rule,
                .inventory,
            ])
    }

    @Test(arguments: StoreKind.allCases)
    func `the history of one device is found whatever the case of its ID`(kind: StoreKind) async throws {
        let store = try StoreUnderTest(kind)
        for (number, id) in ["Lobby-1", "lobby-11", "LOBBY-1", nil, "lobby-1"].enumerated() {
            try await store.recorder.record(assignment(Int64(number), request(id)))
        }
        let filter = AssignmentQuery(AssignmentFilter(registrationID: try RegistrationID("lobby-1")))
        #expect(
            try store.history.page(of: filter).assignments.map(\.registrationID) == [
                "lobby-1", "LOBBY-1", "Lobby-1",
            ])
        let unknown = AssignmentQuery(AssignmentFilter(registrationID: try RegistrationID("lobby-2")))
        #expect(try store.history.page(of: unknown).assignments.isEmpty)
    }

    @Test(arguments: StoreKind.allCases, [nil, "lobby-1"])
    func `pages go through the whole history`(kind: StoreKind, id: String?) async throws {
        let store = try StoreUnderTest(kind)
        for number in 0..<7 { try await store.recorder.record(assignment(Int64(number), request("lobby-1"))) }
        var query = AssignmentQuery(limit: 3)
        query.filter.registrationID = try id.map { text throws(RegistrationIDError) in
            try RegistrationID(text)
        }
        var times: [Int64] = []
        var pages: [Int] = []
        while case let page = try store.history.page(of: query).assignments, !page.isEmpty {
            pages.append(page.count)
            times += page.map { $0.decidedAt.milliseconds - 1_795_348_800_000 }
            query.after = page.last?.id
        }
        #expect(pages == [3, 3, 1])
        #expect(times == [6, 5, 4, 3, 2, 1, 0])
    }

    @Test(arguments: StoreKind.allCases)
    func `a check that writing works leaves no row`(kind: StoreKind) async throws {
        let store = try StoreUnderTest(kind)
        try await store.recorder.checkWritable()
        try await store.recorder.checkWritable()
        #expect(try store.history.page(of: AssignmentQuery()).assignments.isEmpty)
    }
}
