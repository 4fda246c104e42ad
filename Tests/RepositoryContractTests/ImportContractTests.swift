import Allocation
import Contoso
import Files
import Testing

/// Imports: what is planned, what is applied, and what keeps a plan from being applied.
@Suite struct ImportContractTests {
    private func store(_ kind: StoreKind) throws -> StoreUnderTest {
        let store = try StoreUnderTest(kind)
        _ = try store.policies.put(.toasters)
        _ = try store.policies.put(.heatPumps)
        for id in ["known-1", "known-2"] {
            _ = try store.devices.put(
                Device(
                    registrationID: RegistrationID(id), division: "toasters", status: .held,
                    statusReason: "customs", twin: InitialTwin(["tags": ["site": "Redmond", "floor": 4]]),
                    note: "n"),
                in: .at(StoreUnderTest.noon, by: "seed"))
        }
        return store
    }

    private func device(_ id: String, in store: StoreUnderTest) throws -> RegisteredDevice? {
        try store.devices.device(RegistrationID(id))
    }

    @Test(arguments: StoreKind.allCases)
    func `a plan says of each row what would be done, and does nothing`(kind: StoreKind) throws {
        let store = try store(kind)
        let plan = try store.plan(
            """
            registrationId,division,status,note,etag,tags.floor
            new-1,Toasters,,,,2
            known-1,toasters,held,n,"\"\"1\"\"",4
            known-2,heatpumps,active,moved,1,
            known-1x,kettles,broken,,,
            bad id,toasters,,,,
            ,toasters,,,,
            new-2,toasters,,,7,
            NEW-3,toasters,,,,
            new-3,toasters,,,,

            """)
        #expect(
            try store.verdicts(of: plan) == [
                "2 new-1 create | /division: - -> \"toasters\"; /status: - -> \"active\"; /twin: - -> {\"tags\":{\"floor\":2}}",
                "3 known-1 unchanged",
                "4 known-2 update | /division: \"toasters\" -> \"heatpumps\"; /status: \"held\" -> \"active\"; "
                    + "/statusReason: \"customs\" -> -; /twin/tags/floor: 4 -> -; /note: \"n\" -> \"moved\"",
                "5 known-1x invalid | status: must be one of active, disabled, held, retired, not \"broken\"; "
                    + "division: there is no division named kettles",
                "6 bad id invalid | registrationId: a registration ID may only have letters, digits and - . _ :, "
                    + "but character 4 is U+0020",
                "7  invalid | registrationId: is missing or empty",
                "8 new-2 conflicting | etag: the row was made from revision 7, and the device is not in the "
                    + "inventory any more",
                "9 NEW-3 duplicated | registrationId: stands in the file 2 times, first on line 9",
                "10 new-3 duplicated | registrationId: stands in the file 2 times, first on line 9",
            ])
        #expect(
            plan.counts
                == ImportCounts([
                    .create: 1, .update: 1, .unchanged: 1, .conflicting: 1, .invalid: 3, .duplicated: 2,
                ]))
        #expect(try store.imports.plan(plan.heading.id) == plan)
        #expect(try store.imports.plans() == [plan])
        #expect(try device("new-1", in: store) == nil)
        #expect(try device("known-2", in: store)?.revision == 1)
        #expect(throws: ImportRefusal.blocked(plan.counts)) { try store.apply(plan) }
        #expect(try device("new-1", in: store) == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `a plan that is applied is one change set, and the same file once more changes nothing`(
        kind: StoreKind
    ) throws {
        let store = try store(kind)
        let text =
            "registrationId,division,note\nnew-1,toasters,\"a, \"\"b\"\"\"\nknown-1,heatpumps,n\nknown-2,toasters,n\n"
        let applied = try store.apply(store.plan(text))
        let set = try #require(applied.changeSet)
        #expect(set.kind == .import)
        #expect(set.source == "devices.csv")
        #expect(set.importID == applied.heading.id)
        #expect(set.counts == ChangeCounts(created: 1, updated: 1))
        #expect(set.context.actor == "fleet")
        let new = try #require(try device("new-1", in: store))
        #expect(new.device.note == "a, \"b\"")
        #expect((new.revision, new.createdBy, new.updatedBy) == (1, "fleet", "fleet"))
        let known = try #require(try device("known-1", in: store))
        #expect((known.revision, known.createdBy, known.updatedBy) == (2, "seed", "fleet"))
        #expect(known.device.twin?.json == ["tags": ["site": "Redmond", "floor": 4]])
        #expect(try device("known-2", in: store)?.revision == 1)
        var filter = ChangeFilter(limit: 9)
        filter.changeSet = set.id
        let changes = try store.changes.changes(matching: filter)
        #expect(changes.map(\.subject) == ["new-1", "known-1"])
        #expect(changes.map(\.revision) == [1, 2])
        #expect(changes.first?.after == new.device.json)
        #expect(changes.last?.changedMembers == ["division"])

        let again = try store.plan(text, number: 2)
        #expect(again.counts == ImportCounts([.unchanged: 3]))
        #expect(try store.apply(again).changeSet == nil)
        #expect(
            try store.changes.changeSets(of: nil, concerning: nil, before: nil, limit: 99).first?.id == set.id
        )
    }

    @Test(arguments: StoreKind.allCases)
    func `a plan is applied once`(kind: StoreKind) throws {
        let store = try store(kind)
        let plan = try store.plan("registrationId,division\nnew-1,toasters\n")
        let first = try store.apply(plan)
        #expect(try store.apply(plan, by: "somebody else") == first)
        #expect(try device("new-1", in: store)?.revision == 1)
        #expect(try store.imports.plan(plan.heading.id) == first)
        #expect(try store.imports.discard(plan.heading.id))
        #expect(try !store.imports.discard(plan.heading.id))
        #expect(throws: ImportRefusal.notFound) { try store.apply(plan) }
        #expect(try store.imports.rows(of: plan.heading.id, matching: PlannedRowQuery(limit: 1)) == nil)
    }

    private static let moves: [(@Sendable (StoreUnderTest) throws -> Void, [Int64])] = [
        ({ _ = try $0.devices.patch(RegistrationID("known-1"), with: ["note": "x"], in: .early) }, [3]),
        ({ _ = try $0.devices.erase(RegistrationID("known-2"), in: .early) }, [4]),
        (
            { store in
                let id = try RegistrationID("NEW-1")
                _ = try store.devices.put(Device(registrationID: id, division: "toasters"), in: .early)
            }, [2]
        ),
        (
            { store in
                _ = try store.policies.change(division: "heatpumps", if: .none, in: .early) { _ in
                    Division(name: "pumps", noun: "pumps", hubPattern: "-heatpumps-")
                }
            }, [3]
        ),
    ]

    @Test(arguments: StoreKind.allCases, moves.indices)
    func `a plan is refused when what it touches has moved, and nothing of it is done`(
        kind: StoreKind, row: Int
    ) throws {
        let store = try store(kind)
        let plan = try store.plan(
            "registrationId,division,note\nnew-1,toasters,\nknown-1,heatpumps,n\nknown-2,toasters,n\n")
        let (move, lines) = Self.moves[row]
        try move(store)
        let before = try store.changes.changeSets(of: nil, concerning: nil, before: nil, limit: 99)
        let error = #expect(throws: ImportRefusal.self) { try store.apply(plan) }
        guard case .moved(let moved, let count)? = error else {
            Issue.record("refused for another reason: \(String(describing: error))")
            return
        }
        #expect(moved.map(\.line) == lines)
        #expect(count == Int64(lines.count))
        #expect(try store.changes.changeSets(of: nil, concerning: nil, before: nil, limit: 99) == before)
        #expect(try device("known-1", in: store)?.device.division == "toasters")
    }

    @Test(arguments: StoreKind.allCases)
    func `what moved elsewhere does not matter`(kind: StoreKind) throws {
        let store = try store(kind)
        let plan = try store.plan("registrationId,division\nnew-1,toasters\n")
        _ = try store.devices.erase(RegistrationID("known-1"), in: .early)
        _ = try store.policies.change(division: "heatpumps", if: .none, in: .early) { _ in nil }
        #expect(try store.apply(plan).changeSet?.counts == ChangeCounts(created: 1))
    }

    @Test(arguments: StoreKind.allCases)
    func `rows are paged in the order of the file, and by verdict`(kind: StoreKind) throws {
        let store = try store(kind)
        let lines = (1...9).map { "new-\($0),\($0 % 3 == 0 ? "kettles" : "toasters")" }
        let plan = try store.plan("registrationId,division\n" + lines.joined(separator: "\n"))
        var query = PlannedRowQuery(verdict: .invalid, limit: 2)
        let first = try #require(try store.imports.rows(of: plan.heading.id, matching: query))
        #expect(first.map(\.registrationID) == ["new-3", "new-6"])
        query.after = first.last?.number ?? 0
        #expect(
            try store.imports.rows(of: plan.heading.id, matching: query)?.map(\.registrationID) == ["new-9"])
    }

    @Test(arguments: StoreKind.allCases)
    func `generated devices that are exported and imported again are unchanged`(kind: StoreKind) throws {
        let store = try store(kind)
        let count = 300
        let lines = GeneratedDevices(seed: 7).lines(count)
        let made = try store.apply(store.plan(lines.joined(), .ndjson))
        #expect(made.counts == ImportCounts([.create: Int64(count)]))
        for form in FileForm.allCases {
            var writer = DeviceFileWriter(form, isMarked: true)
            var query = DeviceQuery(limit: 1_000)
            repeat {
                let page = try store.devices.page(of: query)
                for device in page.devices { writer.append(DeviceRecord(device)) }
                query.after = page.next
            } while query.after != nil
            let again = try store.plan(
                String(decoding: writer.take(), as: UTF8.self), form, number: form == .csv ? 2 : 3)
            #expect(again.counts == ImportCounts([.unchanged: Int64(count + 2)]))
        }
    }
}
