import Allocation
import Emulator
import HTTP
import Testing

struct HubRoutesTests {
    private static let hub = "contoso-toasters-hub-1098.azure-devices.net"
    private static let device = "/emulator/hubs/\(hub)/devices/dev-1"
    private let state = EmulatorState(keptCalls: 5)
    private let service: EmulatorService

    init() throws {
        let surroundings = Surroundings(
            nanosecondsSinceEpoch: { 2_000_000_000 }, monotonicNanoseconds: { 0 }, randomness: { 0 })
        let routes = HubRoutes(
            state: state, linkedHubs: [LinkedHub(hostName: Self.hub), LinkedHub(hostName: "other.net")],
            surroundings: surroundings)
        service = EmulatorService(routes: routes.all + RegistrationRoutes(state: state).all)
    }

    private func ask(
        _ method: HTTPMethod, _ target: String, _ body: String = "", fields: [(String, String)] = []
    ) async throws -> (status: Int, body: JSONValue) {
        let answer = await service.respond(
            to: HTTPRequest(
                method: method, target: target, fields: [("Host", "[::1]:8090")] + fields,
                body: Array(body.utf8)))
        guard case .bytes(let bytes) = answer.body else { throw CancellationError() }
        return (answer.status.code, bytes.isEmpty ? .null : try JSONValue(parsing: bytes))
    }

    private func register(_ id: String) throws {
        let id = try RegistrationID(id)
        try state.update(id) { registration, devices in
            registration = Registration(
                registrationID: id, enrollment: .group("g"), operationID: "5.1.2", apiVersion: "2021-06-01",
                attestation: .symmetricKey, status: .assigned, at: PreciseTime(nanosecondsSinceEpoch: 0))
            let device = HubDevice(
                hub: Self.hub, deviceID: id.text, iotEdge: false, tags: ["type": "toaster"],
                desired: ["state": "ready", "nested": ["a": 1]], at: PreciseTime(nanosecondsSinceEpoch: 0))
            devices[device.key] = device
        }
    }

    @Test func `a twin is shown as the hub's API shows it`() async throws {
        try register("dev-1")
        let (status, twin) = try await ask(.get, Self.device + "/twin")
        #expect(status == 200)
        #expect(twin["deviceId"] == "dev-1")
        #expect(twin["etag"] == "AAAAAAAAAAE=")
        #expect(twin["version"] == 2)
        #expect(twin["tags"] == ["type": "toaster"])
        let time: JSONValue = "1970-01-01T00:00:00.0000000Z"
        #expect(
            twin["properties"]?["desired"] == [
                "state": "ready", "nested": ["a": 1], "$version": 1,
                "$metadata": [
                    "$lastUpdated": time, "state": ["$lastUpdated": time],
                    "nested": ["$lastUpdated": time, "a": ["$lastUpdated": time]],
                ],
            ])
        #expect(
            twin["properties"]?["reported"] == ["$version": 1, "$metadata": ["$lastUpdated": time]])
        let identity = try await ask(.get, Self.device).body
        #expect(identity["authentication"] == ["type": "sas"])
        #expect(identity["capabilities"] == ["iotEdge": false])
    }

    @Test func `a back end and a device change their parts of a twin`() async throws {
        try register("dev-1")
        var answer = try await ask(
            .patch, Self.device + "/twin",
            #"{"tags":{"type":null,"a":1},"properties":{"desired":{"nested":{"b":2},"$version":9}}}"#)
        #expect(answer.status == 200)
        #expect(answer.body["tags"] == ["a": 1])
        #expect(answer.body["properties"]?["desired"]?["nested"] == ["a": 1, "b": 2])
        #expect(answer.body["properties"]?["desired"]?["$version"] == 2)
        answer = try await ask(.patch, Self.device + "/twin/reported", #"{"firmware":"12"}"#)
        #expect(answer.body["properties"]?["reported"]?["firmware"] == "12")
        #expect(answer.body["properties"]?["reported"]?["$version"] == 2)
        #expect(answer.body["version"] == 4)
    }

    @Test(arguments: [
        ("/twin", "", 400), ("/twin", "[]", 400), ("/twin", "{}", 400), ("/twin", #"{"tags":7}"#, 400),
        ("/twin", #"{"tags":{"a.b":1}}"#, 400), ("/twin", #"{"properties":7}"#, 400),
        ("/twin", #"{"tags":{"a":"\#(String(repeating: "a", count: 4_097))"}}"#, 400),
        ("/twin/reported", #"{"$a":1}"#, 400),
        ("/twin", #"{"tags":{"a":"\#(String(repeating: "a", count: 300_000))"}}"#, 413),
    ])
    func `an update that the hub would refuse changes nothing`(
        path: String, body: String, status: Int
    ) async throws {
        try register("dev-1")
        let before = try await ask(.get, Self.device + "/twin").body
        #expect(try await ask(.patch, Self.device + path, body).status == status)
        #expect(try await ask(.get, Self.device + "/twin").body == before)
    }

    @Test(arguments: [
        ("application/json", 200), ("application/merge-patch+json; charset=utf-8", 200),
        ("Application/JSON", 200), ("text/plain", 415), ("application/json-patch+json", 415),
    ])
    func `an update must be a merge patch by its media type`(type: String, status: Int) async throws {
        try register("dev-1")
        let answer = try await ask(
            .patch, Self.device + "/twin", #"{"tags":{"a":1}}"#, fields: [("Content-Type", type)])
        #expect(answer.status == status)
    }

    @Test func `a twin that grows too large by updates is refused`() async throws {
        try register("dev-1")
        var status = 200
        var updates = 0
        while status == 200, updates < 10 {
            updates += 1
            let text = String(repeating: "a", count: 4_000)
            status = try await ask(.patch, Self.device + "/twin", #"{"tags":{"\#(updates)":"\#(text)"}}"#)
                .status
        }
        #expect(status == 400)
        #expect(updates == 3)
    }

    @Test func `a device can be made and removed at its hub by somebody else`() async throws {
        #expect(try await ask(.get, Self.device).status == 404)
        #expect(try await ask(.put, Self.device).status == 201)
        #expect(try await ask(.put, Self.device).status == 409)
        #expect(try await ask(.delete, Self.device).status == 204)
        #expect(try await ask(.delete, Self.device).status == 404)
        #expect(try await ask(.patch, Self.device + "/twin", #"{"tags":{}}"#).status == 404)
        #expect(try await ask(.put, "/emulator/hubs/\(Self.hub)/devices/a%20b").status == 400)
        #expect(try await ask(.put, "/emulator/hubs/nowhere.net/devices/a").status == 404)
    }

    @Test func `lists come in pages`() async throws {
        for number in 1...5 { try register("dev-\(number)") }
        for (path, list, name) in [
            ("hubs/\(Self.hub)/devices", "devices", "deviceId"),
            ("registrations", "registrations", "registrationId"),
        ] {
            var (found, after): ([String], String?) = ([], "")
            while let last = after {
                let query = "?limit=2" + (last.isEmpty ? "" : "&after=\(last)")
                let page = try await ask(.get, "/emulator/\(path)\(query)").body
                found += page[list]?.array?.compactMap { $0[name]?.string } ?? []
                after = page["next"]?.string
            }
            #expect(found == ["dev-1", "dev-2", "dev-3", "dev-4", "dev-5"])
            for query in ["limit=0", "limit=1001", "limit=007", "limit=%2B5", "x=1", "limit=1&limit=1"] {
                #expect(try await ask(.get, "/emulator/\(path)?\(query)").status == 400)
            }
        }
        let folded = try await ask(.get, "/emulator/registrations?after=DEV-4").body["registrations"]
        #expect(folded?.array?.map { $0["registrationId"] } == ["dev-5"])
        let hubs = try await ask(.get, "/emulator/hubs").body["hubs"]
        #expect(
            hubs == [
                ["hostName": .string(Self.hub), "devices": 5], ["hostName": "other.net", "devices": 0],
            ])
    }

    @Test func `a registration that is being assigned is left alone`() async throws {
        try register("dev-1")
        let id = try RegistrationID("dev-1")
        try state.update(id) { registration, _ in registration?.status = .assigning }
        let (status, problem) = try await ask(.delete, "/emulator/registrations/dev-1")
        #expect(status == 409)
        #expect(problem["status"] == 409)
        #expect(state.registration(id)?.status == .assigning)
    }

    @Test func `a registration can be forgotten, and the hub keeps the device`() async throws {
        try register("dev-1")
        #expect(try await ask(.get, "/emulator/registrations/DEV-1").body["status"] == "assigned")
        #expect(try await ask(.delete, "/emulator/registrations/dev-1").status == 204)
        #expect(try await ask(.delete, "/emulator/registrations/dev-1").status == 404)
        #expect(try await ask(.get, "/emulator/registrations/dev-1").status == 404)
        #expect(try await ask(.get, Self.device).status == 200)
    }
}
