import Allocation
import Contoso
import HTTP
import InMemoryStore
import Testing

@Suite struct AllocateEndpointTests {
    /// A body and the answer that the design's table asks for.
    struct Row: Sendable, CustomTestStringConvertible {
        let registrationID: String?
        let hubs: String
        let status: Int
        let body: String

        var request: String {
            let id = registrationID.map { "\"\($0)\"" } ?? "null"
            return #"{"deviceRuntimeContext":{"registrationId":\#(id)},"linkedHubs":\#(hubs)}"#
        }

        var testDescription: String { "\(registrationID ?? "no ID") with \(hubs): \(status) \(body)" }
    }

    static let both = #"["\#(Hub.toasters)","\#(Hub.heatPumps)"]"#

    static let rows = [
        Row(
            registrationID: nil, hubs: both, status: 400, body: "Registration ID not provided for the device."
        ),
        Row(
            registrationID: "", hubs: both, status: 400, body: "Registration ID not provided for the device."),
        Row(
            registrationID: "a-contoso-tstrsd-007", hubs: "null", status: 400,
            body: "No hub group defined for the enrollment."),
        Row(
            registrationID: "gone", hubs: both, status: 403,
            body: "Device is disabled in the inventory. In repair."),
        Row(registrationID: "stranger", hubs: both, status: 400, body: "Unrecognized device registration."),
        Row(
            registrationID: "a-contoso-tstrsd-007", hubs: "[]", status: 400,
            body: "No toasters hub found for the enrollment."),
        Row(
            registrationID: "a-contoso-hpsd-088", hubs: #"["\#(Hub.toasters)"]"#, status: 400,
            body: "No heat pumps hub found for the enrollment."),
        Row(
            registrationID: "a-contoso-tstrsd-007", hubs: both, status: 200,
            body: #"{"iotHubHostName":"\#(Hub.toasters)","initialTwin":{"tags":{"deviceType":"toaster"},"#
                + #""properties":{"desired":{"state":"ready","darknessSetting":"medium"}}}}"#),
        Row(
            registrationID: "SN-0042", hubs: both, status: 200,
            body: #"{"iotHubHostName":"\#(Hub.heatPumps)","initialTwin":{"tags":{"deviceType":"heatpump"},"#
                + #""properties":{"desired":{"state":"on","temperatureSetting":"65"}}},"payload":{"a":1}}"#),
        Row(
            registrationID: "a b", hubs: both, status: 400,
            body: "/deviceRuntimeContext/registrationId: a registration ID may only have letters, digits and "
                + "- . _ :, but character 2 is U+0020."),
    ]

    private func service() throws -> ServiceUnderTest {
        let service = try ServiceUnderTest()
        let time = Timestamp(milliseconds: 0)
        let devices = try [
            Device(registrationID: RegistrationID("sn-0042"), division: "heatpumps", payload: ["a": 1]),
            Device(
                registrationID: RegistrationID("gone"), division: "toasters", status: .disabled,
                statusReason: "In repair."),
        ]
        for device in devices { _ = try service.store.put(device, at: time, by: "test") }
        return service
    }

    @Test(arguments: rows) func `each row of the design's table is answered as it says`(row: Row) async throws
    {
        let answer = try await service().allocate(row.request)
        #expect(answer.status == row.status)
        #expect(answer.body == row.body)
        #expect(
            answer["content-type"] == (row.status == 200 ? "application/json" : "text/plain; charset=utf-8"))
    }

    @Test func `every decision is recorded under the ID that its answer carries`() async throws {
        let service = try service()
        for row in Self.rows { _ = await service.allocate(row.request) }
        let answer = await service.allocate(Self.rows[7].request)
        let recorded = try service.store.page(of: AssignmentQuery()).assignments
        // All rows but the one whose ID breaks DPS's rules, and one more.
        #expect(recorded.count == Self.rows.count)
        #expect(recorded.first?.requestID.description == answer["x-request-id"])
        #expect(recorded.first?.hub == Hub.toasters)
    }

    @Test func `a body that is no JSON object is refused with its place, and counted`() async throws {
        let service = try service()
        let answer = await service.allocate("{\n  \"linkedHubs\": [,]}")
        #expect(answer.status == 400)
        #expect(answer.body.hasPrefix("The body is not a JSON object: line 2, column 18:"))
        #expect(try service.store.page(of: AssignmentQuery()).assignments.isEmpty)
        let metrics = await service.get("/metrics", as: .auditor)
        #expect(metrics.body.contains("dps_allocator_requests_total{reason=\"malformedRequest\"} 1\n"))
    }

    @Test func `a body above the limit is refused as too large`() async throws {
        let body = String(repeating: " ", count: AllocationRequest.largestBody + 1)
        #expect(try await service().allocate(body).status == 413)
    }

    @Test(arguments: [
        StoreError.unavailable("disk I/O error"), .overloaded, .closed, .inconsistent("division 7"),
    ])
    func `a store that fails is answered 503 with Retry-After, never anything final`(fault: StoreError)
        async throws
    {
        let service = try service()
        service.store.fail(with: fault)
        let answer = await service.allocate(Self.rows[7].request)
        #expect(answer.status == 503)
        #expect(answer.body == "Try again.")
        #expect(answer["retry-after"] == "1")
        #expect(service.reports.all.count == 1)
    }

    @Test func `DPS's path can be another one beside the usual`() async throws {
        let service = try ServiceUnderTest(allocatePaths: ["/api/allocate", "/api/HttpTrigger1"])
        let target = "/api/HttpTrigger1?code=secret%20of%20webhook"
        #expect(await service.ask(.post, target, [], Self.rows[7].request).status == 200)
    }
}
