import Allocation
import Emulator
import HTTP
import Testing

struct EnrollmentRoutesTests {
    private static let group = "/emulator/enrollmentGroups/contoso-custom-allocated-devices"
    private static let individual = "/emulator/individualEnrollments/breakroom500-contoso-tstrsd-008"
    private let clock = HandClock(1_795_000_000_000_000_000)
    private let book: EnrollmentBook
    private let service: EmulatorService

    init() throws {
        let configuration = try EmulatorConfiguration(
            reading: SampleConfiguration.bytes(), at: PreciseTime(nanosecondsSinceEpoch: 0))
        book = EnrollmentBook(configuration.enrollments)
        service = EmulatorService(
            routes: EnrollmentRoutes(
                enrollments: book, linkedHubs: configuration.linkedHubs, surroundings: clock.surroundings
            ).all)
    }

    private func ask(
        _ method: HTTPMethod, _ target: String, _ body: String = "", fields: [(String, String)] = []
    ) async -> Answer {
        Answer(
            await service.respond(
                to: HTTPRequest(
                    method: method, target: target, fields: fields + [("Host", "localhost:8090")],
                    body: Array(body.utf8))))
    }

    @Test func `enrollments are shown without keys`() async throws {
        let groups = await ask(.get, "/emulator/enrollmentGroups")
        let record = try #require(groups["enrollmentGroups"]?.array?.first)
        #expect(groups["enrollmentGroups"]?.array?.count == 1)
        #expect(
            record == [
                "enrollmentGroupId": "contoso-custom-allocated-devices",
                "attestation": ["type": "symmetricKey"], "capabilities": ["iotEdge": false],
                "etag": record["etag"] ?? .null, "provisioningStatus": "enabled",
                "reprovisionPolicy": ["updateHubAssignment": true, "migrateDeviceData": true],
                "createdDateTimeUtc": "1970-01-01T00:00:00.0000000Z",
                "lastUpdatedDateTimeUtc": "1970-01-01T00:00:00.0000000Z", "allocationPolicy": "custom",
                "iotHubs": [
                    "contoso-toasters-hub-1098.azure-devices.net",
                    "contoso-heatpumps-hub-1098.azure-devices.net",
                ],
                "customAllocationDefinition": [
                    "webhookUrl": "http://127.0.0.1:8080/api/allocate?****", "apiVersion": "2021-10-01",
                ],
            ])
        let one = await ask(.get, Self.group.replacing("contoso-custom", with: "CONTOSO-custom"))
        #expect(one.status == 200)
        #expect(one.json == record)
        #expect(one.field("ETag") == record["etag"]?.string)

        let individuals = await ask(.get, "/emulator/individualEnrollments")
        #expect(individuals["individualEnrollments"]?.array?.count == 1)
        let other = await ask(.get, Self.individual)
        #expect(other["provisioningStatus"] == "disabled")
        #expect(!(groups.json.description + individuals.json.description).contains("oiK77"))
    }

    @Test func `a patch changes an enrollment, its etag and its time, and keeps its keys`() async throws {
        let before = try #require(book.group("contoso-custom-allocated-devices"))
        let patch =
            #"{"allocationPolicy":"static","iotHubs":["contoso-heatpumps-hub-1098.azure-devices.net"],"#
            + #""etag":"mine","createdDateTimeUtc":7,"capabilities":null}"#
        let answer = await ask(
            .patch, Self.group, patch, fields: [("Content-Type", "application/merge-patch+json")])
        #expect(answer.status == 200)
        #expect(answer["allocationPolicy"] == "static")
        #expect(answer["capabilities"] == nil)
        #expect(answer["createdDateTimeUtc"] == "1970-01-01T00:00:00.0000000Z")
        #expect(answer["lastUpdatedDateTimeUtc"] == "2026-11-18T11:06:40.0000000Z")
        let etag = try #require(answer["etag"]?.string)
        #expect(answer.field("ETag") == etag && etag != before.etag && etag != "mine")
        let after = try #require(book.group("contoso-custom-allocated-devices"))
        #expect(after.attestation == before.attestation)
        #expect(after.customAllocation == before.customAllocation)
        #expect(await ask(.get, Self.group).json == answer.json)
    }

    @Test func `no etag comes back, even if the record does`() async {
        var tags: [String?] = [await ask(.get, Self.individual).field("ETag")]
        for status in ["enabled", "disabled", "enabled", "enabled"] {
            let answer = await ask(.patch, Self.individual, #"{"provisioningStatus":"\#(status)"}"#)
            #expect(answer["provisioningStatus"]?.string == status)
            tags.append(answer.field("ETag"))
        }
        #expect(Set(tags).count == 5)
    }

    @Test(arguments: [
        (#"{"provisioningStatus":"off"}"#, ["/provisioningStatus"]),
        (
            #"{"allocationPolicy":"best","iotHubs":["a.net"],"colour":1,"attestation":{"type":"tpm"}}"#,
            [
                "/allocationPolicy", "/attestation/symmetricKey", "/attestation/tpm", "/attestation/type",
                "/colour", "/iotHubs/0",
            ]
        ),
        (#"{"enrollmentGroupId":"another"}"#, ["/enrollmentGroupId"]),
        (#"{"enrollmentGroupId":null,"initialTwin":7}"#, ["/enrollmentGroupId", "/initialTwin"]),
        (#"{"enrollmentGroupId":"a b"}"#, ["/enrollmentGroupId"]),
        (
            #"{"customAllocationDefinition":{"webhookUrl":"http://127.0.0.1/a?****"}}"#,
            ["/customAllocationDefinition/webhookUrl"]
        ),
        ("[]", [""]), ("null", [""]),
    ])
    func `a patch that leaves a record out of order is refused with all faults`(
        patch: String, pointers: [String]
    ) async {
        let before = book.all
        let answer = await ask(.patch, Self.group, patch)
        #expect(answer.status == 400)
        #expect(answer.field("Content-Type") == "application/problem+json")
        let errors = answer["errors"]?.array ?? []
        #expect(errors.compactMap { $0["pointer"]?.string }.sorted() == pointers)
        #expect(errors.allSatisfy { $0["detail"]?.string?.isEmpty == false })
        #expect(book.all == before)
    }

    @Test func `what cannot be patched is refused`() async {
        let large = String(repeating: " ", count: 262_145)
        let text = [("Content-Type", "text/plain")]
        #expect(await ask(.get, Self.group + "1").status == 404)
        #expect(await ask(.patch, Self.group + "1", "{}").status == 404)
        #expect(await ask(.get, "/emulator/individualEnrollments/a%20b").status == 404)
        #expect(await ask(.patch, Self.group, "{").status == 400)
        #expect(await ask(.patch, Self.group, large).status == 413)
        #expect(await ask(.patch, Self.group, "{}", fields: text).status == 415)
        #expect(
            await ask(.patch, Self.group, "{}", fields: text).field("Accept-Patch")
                == "application/merge-patch+json")
        #expect(await ask(.put, Self.group, "{}").field("Allow") == "GET, PATCH")
        for type in ["application/json; charset=utf-8", "Application/Merge-Patch+JSON"] {
            #expect(await ask(.patch, Self.group, "{}", fields: [("Content-Type", type)]).status == 200)
        }
    }

    @Test func `If-Match lets the etag that is there pass, and no other one`() async throws {
        for (value, status) in [("\"1\"", 412), ("*", 200), ("", 412)] {
            #expect(
                await ask(.patch, Self.group, "{}", fields: [("If-Match", value)]).status == status,
                "\(value)")
        }
        let tag = try #require(await ask(.get, Self.group).field("ETag"))
        #expect(await ask(.patch, Self.group, "{}", fields: [("If-Match", "W/\(tag)")]).status == 412)
        #expect(await ask(.patch, Self.group, "{}", fields: [("If-Match", "\"1\" , \(tag)")]).status == 200)
        #expect(await ask(.patch, Self.group, "{}", fields: [("If-Match", tag)]).status == 412)
    }

    @Test func `patches at once lose nothing`() async {
        await withTaskGroup { tasks in
            for number in 0..<50 {
                tasks.addTask {
                    let patch = #"{"initialTwin":{"tags":{"t\#(number)":\#(number)}}}"#
                    #expect(await ask(.patch, Self.group, patch).status == 200)
                }
            }
        }
        let record = await ask(.get, Self.group)
        #expect(record["initialTwin"]?["tags"]?.object?.members.count == 50)
    }
}
