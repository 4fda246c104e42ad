import Allocation
import Contoso
import Files
import Testing

/// What is sent to a device keeps IoT Hub's limits: its twin and its division's are looked at together, whichever is saved.
@Suite struct OversizedTwinContractTests {
    private static func twin(_ names: String, of size: Int = 3_500) throws -> InitialTwin {
        var tags = JSONObject()
        for name in names { tags[String(name)] = .string(String(repeating: "x", count: size)) }
        return try InitialTwin(["tags": .object(tags)])
    }

    private static func division(_ name: String, _ twin: InitialTwin?) -> Division {
        Division(name: name, noun: "things", hubPattern: "-\(name)-", twin: twin)
    }

    /// A division with much in its template, one with little, and a device in each that has a twin of its own.
    private func store(_ kind: StoreKind) throws -> StoreUnderTest {
        let store = try StoreUnderTest(kind)
        _ = try store.policies.put(Self.division("much", Self.twin("ab")))
        _ = try store.policies.put(Self.division("little", Self.twin("a", of: 100)))
        for (id, division, twin) in [
            ("small", "much", try Self.twin("c", of: 100)), ("large", "little", try Self.twin("cd")),
        ] {
            _ = try store.devices.put(
                Device(registrationID: RegistrationID(id), division: division, twin: twin), in: .early)
        }
        return store
    }

    private func faults(_ body: () throws -> Void) -> [String] {
        let error = #expect(throws: ChangeRefusal.self, performing: body)
        guard case .invalid(let faults)? = error else { return [] }
        return faults.faults.map(\.pointer.description)
    }

    @Test(arguments: StoreKind.allCases)
    func `a device is refused whose twin does not go with its division's`(kind: StoreKind) throws {
        let store = try store(kind)
        let new = Device(
            registrationID: try RegistrationID("new"), division: "MUCH", twin: try Self.twin("cd"))
        let large = try RegistrationID("large")
        let writes: [() throws -> Void] = [
            { _ = try store.devices.put(new, in: .early) },
            { _ = try store.devices.patch(large, with: ["division": "much"], in: .early) },
            {
                _ = try store.devices.patch(
                    RegistrationID("small"), with: ["twin": Self.twin("cd").json], in: .early)
            },
        ]
        for write in writes { #expect(faults(write) == ["/twin/tags"]) }
        #expect(try store.devices.device(new.registrationID) == nil)
        #expect(try store.devices.device(large)?.device.division == "little")
        _ = try store.devices.retire(large, in: .early)
    }

    @Test(arguments: StoreKind.allCases)
    func `a template is refused that leaves too little room for devices, and those are told`(
        kind: StoreKind
    ) throws {
        let store = try store(kind)
        for number in 10..<22 {
            let device = Device(
                registrationID: try RegistrationID("many-\(number)"), division: "little",
                twin: try Self.twin("c", of: 1_200))
            _ = try store.devices.put(device, in: .early)
        }
        let writes: [() throws -> Void] = [
            { _ = try store.policies.put(Self.division("little", Self.twin("ab"))) },
            {
                _ = try store.policies.patch(
                    division: "LITTLE", with: ["name": "other", "twin": Self.twin("ab").json], in: .early)
            },
        ]
        for write in writes {
            let error = #expect(throws: ChangeRefusal.self, performing: write)
            guard case .oversized(let twins)? = error else {
                Issue.record("refused for another reason: \(String(describing: error))")
                return
            }
            #expect(twins.count == 13)
            #expect(
                twins.fault.description == "/twin: leaves too little room for the twins of 13 of its devices")
            let told = try #require(twins.json.array)
            #expect(
                told.map { $0["registrationId"]?.string } == ["large"] + (10..<19).map { "many-\($0)" })
            #expect(
                told.first?["detail"]
                    == "has 14004 bytes as IoT Hub counts them, which takes 8192, once it is laid over its division's"
            )
        }
        #expect(try store.policies.policy().division(named: "little")?.twin == Self.twin("a", of: 100))
        // What fits is saved, and so is what has to do with another division's devices, or with no twin.
        #expect(try store.policies.put(Self.division("little", Self.twin("a", of: 1_000))) == .updated)
        #expect(try store.policies.put(Self.division("little", nil)) == .updated)
        #expect(try store.policies.put(Self.division("much", Self.twin("ab", of: 4_000))) == .updated)
    }

    @Test(arguments: StoreKind.allCases)
    func `an import tells of each row whose twin does not go with its division's`(kind: StoreKind) throws {
        let store = try store(kind)
        let tags = try Self.twin("cd").json["tags"]?.description ?? ""
        let quoted = "\"\(tags.replacing("\"", with: "\"\""))\""
        let plan = try store.plan(
            """
            registrationId,division,tags
            new-1,little,\(quoted)
            new-2,much,\(quoted)
            large,Much,\(quoted)
            small,much,

            """)
        let rows = try store.imports.rows(of: plan.heading.id, matching: PlannedRowQuery(limit: 9)) ?? []
        #expect(rows.map(\.verdict) == [.create, .invalid, .invalid, .update])
        #expect(
            rows[2].explanation
                == "tags: has 14004 bytes as IoT Hub counts them, which takes 8192, once it is laid over its division's"
        )
    }

    @Test(arguments: StoreKind.allCases)
    func `a plan is refused when a template has grown so that a row no longer fits`(kind: StoreKind) throws {
        let store = try store(kind)
        let tags = try Self.twin("cd").json["tags"]?.description ?? ""
        let lines = [
            #"{"registrationId":"new-1","division":"other","twin":{"tags":\#(tags)}}"#,
            #"{"registrationId":"new-2","division":"other","twin":{"tags":{"c":1}}}"#,
            #"{"registrationId":"new-3","division":"other"}"#,
        ]
        _ = try store.policies.put(Self.division("other", nil))
        let plan = try store.plan(lines.joined(separator: "\n"), .ndjson)
        _ = try store.policies.put(Self.division("other", Self.twin("ab")))
        let error = #expect(throws: ImportRefusal.self) { try store.apply(plan) }
        guard case .moved(let rows, 1)? = error else {
            Issue.record("refused for another reason: \(String(describing: error))")
            return
        }
        #expect(rows.map(\.registrationID) == ["new-1"])
        #expect(
            rows.first?.description
                == "new-1 (line 1) is in a division that was renamed, deleted or given another twin")
        #expect(try store.devices.device(RegistrationID("new-3")) == nil)
        // Another template that leaves room does not matter.
        _ = try store.policies.put(Self.division("other", Self.twin("a", of: 10)))
        #expect(try store.apply(plan).changeSet?.counts == ChangeCounts(created: 3))
    }

    @Test(arguments: StoreKind.allCases)
    func `what does not fit any more is not taken back`(kind: StoreKind) throws {
        let store = try store(kind)
        let large = try RegistrationID("large")
        _ = try store.devices.patch(large, with: ["twin": nil], in: .early)
        _ = try store.policies.put(Self.division("little", Self.twin("ab")))
        let sets = try store.changes.changeSets(of: nil, concerning: nil, before: nil, limit: 2)
        let ofDevice = try store.changes.undo(changeSet: sets[1].id, in: .early) { _ in }
        #expect(ofDevice.refused.map(\.subject) == ["large"])
        #expect(ofDevice.refused.first?.reason.hasPrefix("/twin/tags: has 14004 bytes") ?? false)
        // The other way round: the template of before leaves no room for the device of now.
        _ = try store.policies.put(Self.division("little", Self.twin("a", of: 10)))
        _ = try store.devices.patch(large, with: ["twin": Self.twin("cd").json], in: .early)
        let last = try store.changes.changeSets(of: nil, concerning: .division, before: nil, limit: 1)
        let ofDivision = try store.changes.undo(changeSet: last[0].id, in: .early) { _ in }
        #expect(
            ofDivision.refused.map(\.reason) == [
                "the template leaves too little room for the twins of 1 of its devices: large: /tags: "
                    + "has 14004 bytes as IoT Hub counts them, which takes 8192, once it is laid over its division's"
            ])
    }
}
