import Allocation
import HTTP
import Testing

@testable import API

/// Whether `openapi.json` says what the service does.
@Suite struct DescriptionTests {
    private let service: ServiceUnderTest
    private let document: JSONValue

    init() async throws {
        service = try ServiceUnderTest()
        document = try await service.get("/openapi.json", as: .auditor).json()
    }

    /// A line of the table of routes; a placeholder has no name there.
    private struct Line: Hashable, CustomStringConvertible {
        let method: String
        let path: String
        let roles: Set<String>

        var description: String { "\(method) \(path) \(roles.sorted())" }
    }

    @Test func `it has every route with the roles that may use it, and no other`() {
        let routes = Set(
            service.service.table.map {
                Line(
                    method: $0.method.rawValue.lowercased(), path: $0.describedPath,
                    roles: Set(Role.allCases.filter($0.access.asksForKey(of:)).map(\.rawValue)))
            })
        let lines = Set(
            (document["paths"]?.object?.members ?? []).flatMap { path in
                (path.value.object?.members ?? []).filter { $0.name != "parameters" }.map { operation in
                    Line(
                        method: operation.name, path: Self.withoutNames(path.name),
                        roles: Self.roles(of: operation.value))
                }
            })
        #expect(lines == routes)
    }

    @Test
    func `what a key opens its session opens, too, with the session's token where something is written`() {
        for path in document["paths"]?.object?.members ?? [] {
            for operation in path.value.object?.members ?? [] where operation.name != "parameters" {
                let security = operation.value["security"]?.array ?? []
                guard let roles = security.first?["bearer"] else { continue }
                let session: JSONValue =
                    operation.name == "get"
                    ? ["session": roles] : ["session": roles, "csrfToken": .array([])]
                #expect(security == [["bearer": roles], session], "\(operation.name) \(path.name)")
            }
        }
    }

    @Test func `an operation's names for its placeholders are those of its path`() throws {
        for path in document["paths"]?.object?.members ?? [] {
            let named = path.name.split(separator: "{").dropFirst().compactMap {
                $0.split(separator: "}").first
            }
            let described = try (path.value["parameters"]?.array ?? []).map {
                try #require(resolved($0)["name"]?.string)
            }
            #expect(described == named.map(String.init))
        }
    }

    @Test func `every reference leads somewhere, and everything there is referred to`() {
        var references: Set<String> = []
        collectReferences(in: document, into: &references)
        let components = (document["components"]?.object?.members ?? []).filter {
            $0.name != "securitySchemes"
        }
        let places = components.flatMap { kind in
            (kind.value.object?.members ?? []).map { "#/components/\(kind.name)/\($0.name)" }
        }
        #expect(references == Set(places))
        #expect(places.count == Set(places).count)
    }

    private func collectReferences(in value: JSONValue, into references: inout Set<String>) {
        for member in value.object?.members ?? [] {
            if member.name == "$ref", let text = member.value.string { references.insert(text) }
            collectReferences(in: member.value, into: &references)
        }
        for element in value.array ?? [] { collectReferences(in: element, into: &references) }
    }

    @Test func `it has every kind of problem and every role`() {
        let schemas = document["components"]?["schemas"]
        let types = schemas?["ProblemType"]?["enum"]?.array?.compactMap(\.string)
        #expect(types == ProblemType.allCases.map(\.reference))
        #expect(schemas?["Role"]?["enum"]?.array?.compactMap(\.string) == Role.allCases.map(\.rawValue))
    }

    @Test func `it is fetched once, and by nobody without a key that reads`() async throws {
        let answer = await service.get("/openapi.json", as: .fleet)
        #expect(answer.status == 200 && answer["content-type"] == "application/json")
        let tag = try #require(answer["etag"])
        let again = await service.ask(.get, "/openapi.json", as: .admin, [("if-none-match", "W/\(tag)")])
        #expect(again.status == 304 && again.body.isEmpty && again["etag"] == tag)
        #expect(await service.get("/openapi.json?x=1", as: .fleet).status == 400)
        #expect(await service.get("/openapi.json", as: .webhook).status == 403)
        #expect(await service.get("/openapi.json").status == 401)
    }

    @Test func `what is answered has no member that its schema lacks, and each that it requires`()
        async throws
    {
        let admin: [(String, String)] = [("authorization", "Bearer \(ServiceUnderTest.secret(of: .admin))")]
        func answer(
            _ method: HTTPMethod, _ target: String, _ body: String = "", _ fields: [(String, String)] = []
        )
            async throws -> JSONValue
        {
            let answer = await service.ask(method, target, admin + fields, body)
            #expect((200...201).contains(answer.status), "\(method.rawValue) \(target): \(answer.body)")
            return try answer.json()
        }
        let any = [("if-match", "*")]
        let twin = #"{"tags":{"a":1},"properties":{"desired":{"b":2}}}"#
        let device = try await answer(
            .put, "/api/devices/lobby-1?message=why",
            #"{"division":"toasters","status":"held","statusReason":"r","heldUntil":"2027-01-31T18:00:00Z","#
                + #""pinnedHub":"hub","twin":\#(twin),"payload":{"x":1},"labels":["l"],"note":"n"}"#)
        check(device, against: "RegisteredDevice")
        check(
            try await answer(
                .put, "/api/divisions/kettles",
                #"{"noun":"kettles","hubPattern":"k","twin":\#(twin),"payload":{"x":1}}"#),
            against: "Division")
        check(
            try await answer(.post, "/api/rules", #"{"pattern":"-k","division":"kettles"}"#), against: "Rule")
        let key = try await answer(
            .post, "/api/keys", #"{"name":"k","role":"fleet"}"#, [("idempotency-key", "k")])
        check(key, against: "CreatedKey")
        check(
            try await answer(.post, "/api/keys", #"{"name":"k","role":"fleet"}"#, [("idempotency-key", "k")]),
            against: "CreatedKey")
        check(
            try await answer(
                .post, "/api/session", #"{"key":"secret of fleet"}"#, [("content-type", "application/json")]),
            against: "BegunSession")
        check(try await answer(.get, "/api/session"), against: "Session")
        let browser = try await SignedIn(to: service)
        check(try await browser.ask(.get, "/api/session").json(), against: "Session")
        let number = try #require(key["id"]?.number?.int64)
        check(try await answer(.delete, "/api/keys/\(number)", "", any), against: "Key")

        let plan = try await answer(
            .post, "/api/imports?source=s&message=m",
            "registrationId,division,etag\nlobby-1,toasters,9\nlobby-1,toasters,\nx y,toasters,\n",
            [("content-type", "text/csv")])
        check(plan, against: "PlannedImport")
        let good = try await answer(
            .post, "/api/imports?source=s", "registrationId,note\nlobby-1,m\n", [("content-type", "text/csv")]
        )
        let path = "/api/imports/" + (try #require(good["id"]?.string))
        check(try await answer(.get, path + "/rows"), against: "PlannedRowList")
        check(try await answer(.post, path + "/apply?message=m"), against: "ImportPlan")
        check(try await answer(.post, path + "/undo"), against: "UndoOutcome")
        for (target, schema) in [
            ("devices?total=true&limit=1&seen=false", "DeviceList"), ("divisions", "DivisionList"),
            ("rules", "RuleList"), ("keys", "KeyList"), ("changes", "ChangeList"),
            ("change-sets", "ChangeSetList"), ("imports", "ImportList"), ("import-fields", "ImportFieldList"),
        ] {
            check(try await answer(.get, "/api/" + target), against: schema)
        }
        for request in [
            #"{"deviceRuntimeContext":{"registrationId":"x-contoso-tstrsd-007"},"linkedHubs":["a-toasters-b"]}"#,
            #"{"deviceRuntimeContext":{"registrationId":"lobby-1","tpm":{}},"linkedHubs":["a-toaster-b"],"#
                + #""enrollmentGroup":{"enrollmentGroupId":"g"}}"#,
            #"{"registrationId":"x-contoso-tstrsd-007","currentHub":"a"}"#, #"{"registrationId":"lobby-11"}"#,
        ] {
            _ = await service.allocate(request)
            check(try await answer(.post, "/api/explain", request), against: "ExplanationAnswer")
        }
        _ = try await answer(.patch, "/api/rules/1", #"{"division":"heatpumps"}"#, any)
        for number in 1...2 {
            check(
                try await answer(.post, "/api/explain", #"{"assignmentId":\#(number)}"#),
                against: "ExplanationAnswer")
        }
        let request = AllocationRequest(
            registrationID: try RegistrationID("lobby-1"), linkedHubs: ["hub"], currentHub: "other",
            enrollment: Enrollment(kind: .group, id: "g"), attestation: .tpm)
        try await service.decide(request, atTime: Timestamp(milliseconds: 1_790_000_000_000 - 1))
        for (target, schema) in [
            ("assignments?limit=1", "AssignmentList"), ("assignments/1", "Assignment"),
            ("assignments/summary", "AssignmentSummary"), ("devices/lobby-1/timeline", "DeviceTimeline"),
            ("devices/lobby-1/last-assignment", "Assignment"),
        ] {
            check(try await answer(.get, "/api/" + target), against: schema)
        }
        for id in ["lobby-1", "sn-1", "sn-2"] {
            _ = await service.allocate(
                #"{"deviceRuntimeContext":{"registrationId":"\#(id)"},"linkedHubs":[]}"#)
        }
        check(
            try await answer(
                .post, "/api/unmatched/register",
                #"{"select":{"devices":["sn-1","lobby-1"]},"device":{"division":"toasters"}}"#),
            against: "UnmatchedRegistration")
        check(
            try await answer(
                .post, "/api/unmatched/rule", #"{"rule":{"pattern":"-2","division":"toasters"}}"#),
            against: "UnmatchedRule")
        let chosen = #"{"select":{"devices":["sn-2"]}}"#
        check(
            try await answer(.post, "/api/unmatched/dismiss?message=m", chosen),
            against: "UnmatchedDismissalOutcome")
        check(try await answer(.get, "/api/unmatched/devices?dismissed=true"), against: "UnmatchedDeviceList")
        check(
            try await answer(.post, "/api/unmatched/restore", chosen), against: "UnmatchedRestorationOutcome")
        check(
            try await answer(.get, "/api/unmatched?by=suffix&limit=1&nearMisses=true"),
            against: "UnmatchedGroupList")
        try service.watchCounts.refresh(by: service.watches, in: service.surroundings)
        check(try await answer(.get, "/api/watches"), against: "WatchList")
        check(try await answer(.get, "/api/service"), against: "ServiceHealth")
        for watch in Watch.allCases {
            check(try await answer(.get, "/api/watches/\(watch.rawValue)?limit=1"), against: "WatchReport")
        }
        let refused = await service.ask(.put, "/api/devices/lobby-2", admin, "{}")
        check(try refused.json(), against: "Problem")
    }

    /// Follows the schema by its references, arrays and members; a schema without members says nothing of them.
    private func check(_ value: JSONValue, against name: String) {
        check(value, against: ["$ref": .string("#/components/schemas/\(name)")], at: name)
    }

    private func check(_ value: JSONValue, against schema: JSONValue, at place: String) {
        let schema = resolved(schema)
        for element in value.array ?? [] where schema["items"] != nil {
            check(element, against: schema["items"] ?? [:], at: place + "[]")
        }
        guard let object = value.object, let members = schema["properties"]?.object else { return }
        for member in object.members {
            guard let described = members[member.name] else {
                Issue.record("\(place) has no member \(member.name)")
                continue
            }
            check(member.value, against: described, at: "\(place).\(member.name)")
        }
        for required in schema["required"]?.array ?? [] {
            #expect(object[required.string ?? ""] != nil, "\(place).\(required)")
        }
    }

    /// What a reference inside the document stands for.
    private func resolved(_ value: JSONValue) -> JSONValue {
        guard let reference = value["$ref"]?.string else { return value }
        let names = reference.split(separator: "/").dropFirst().map(String.init)
        return names.reduce(document) { $0[$1] ?? [:] }
    }

    private static func withoutNames(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("{") ? "{}" : String($0) }.joined(separator: "/")
    }

    /// The roles that stand in `security` (OpenAPI 3.1, Security Requirement Object).
    private static func roles(of operation: JSONValue) -> Set<String> {
        let requirements = operation["security"]?.array ?? []
        return Set(
            requirements.flatMap { $0.object?.members ?? [] }
                .flatMap { $0.value.array?.compactMap(\.string) ?? [] })
    }
}

extension Access {
    /// Whether a key is asked for here, and one of the role will do.
    fileprivate func asksForKey(of role: Role) -> Bool {
        if case .open = self { return false }
        return admits(role)
    }
}
