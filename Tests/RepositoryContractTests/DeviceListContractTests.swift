import Allocation
import Contoso
import Testing

@Suite struct DeviceListContractTests {
    private static func time(_ number: Int) -> Timestamp { Timestamp(milliseconds: Int64(1_000 + number)) }

    /// A store of devices that are alike in much, so that every order has ties.
    private func store(_ kind: StoreKind, devices: Int) throws -> StoreUnderTest {
        let store = try StoreUnderTest(kind)
        for division in [Division.toasters, .heatPumps] { _ = try store.policies.put(division) }
        for number in 0..<devices { try add(number, to: store) }
        return store
    }

    private func add(_ number: Int, to store: StoreUnderTest) throws {
        let device = Device(
            registrationID: try RegistrationID(
                (number % 2 == 0 ? "Sn-" : "sN-") + String(1_000 + number * 7_919 % 1_000)),
            division: number % 3 == 0 ? "heatpumps" : "toasters",
            status: DeviceStatus.allCases[number % 4],
            pinnedHub: number % 5 == 0 ? "hub-\(number % 2).example" : nil,
            labels: number % 4 == 0 ? ["pilot", "roof"] : [],
            note: number % 6 == 0 ? "50%_\\ off" : nil)
        _ = try store.devices.put(device, at: Self.time(number / 3), by: "user-\(number % 2)")
    }

    private func all(_ query: DeviceQuery, in store: StoreUnderTest) throws -> [String] {
        var query = query
        var listed: [String] = []
        while true {
            let page = try store.devices.page(of: query)
            #expect(page.devices.count <= query.limit)
            listed += page.devices.map(\.device.registrationID.text)
            guard let next = page.next else { return listed }
            query.after = next
        }
    }

    @Test(arguments: StoreKind.allCases, DeviceQuery.Order.allCases)
    func `pages in every order, both ways, hold each device once`(kind: StoreKind, order: DeviceQuery.Order)
        throws
    {
        let store = try store(kind, devices: 30)
        for limit in [1, 7, 30, 31] {
            let forward = try all(DeviceQuery(order: order, limit: limit), in: store)
            #expect(forward.count == 30 && Set(forward).count == 30)
            let backward = try all(DeviceQuery(order: order, isDescending: true, limit: limit), in: store)
            #expect(backward == forward.reversed())
        }
    }

    @Test(arguments: DeviceQuery.Order.allCases)
    func `both stores list in the same order`(order: DeviceQuery.Order) throws {
        let lists = try StoreKind.allCases.map { kind in
            try all(DeviceQuery(order: order, limit: 4), in: store(kind, devices: 30))
        }
        #expect(lists[0] == lists[1])
    }

    @Test(arguments: StoreKind.allCases, [0, 1, 2] as [UInt64])
    func `whatever comes and goes meanwhile, a device that stays is listed once`(
        kind: StoreKind, seed: UInt64
    ) throws {
        let store = try store(kind, devices: 40)
        var random = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next(_ bound: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(random >> 33) % bound
        }
        let stays = Set((0..<20).map { "sn-" + String(1_000 + $0 * 7_919 % 1_000) })
        var query = DeviceQuery(order: .division, isDescending: seed == 1, limit: 3)
        var listed: [String] = []
        var added = 40
        while true {
            let page = try store.devices.page(of: query)
            listed += page.devices.map(\.device.registrationID.folded)
            guard let after = page.next else { break }
            query.after = after
            let gone = try RegistrationID("sn-" + String(1_000 + (20 + next(added - 20)) * 7_919 % 1_000))
            if try store.devices.device(gone) != nil { _ = try store.devices.erase(gone, in: .early) }
            try add(added, to: store)
            added += 1
        }
        #expect(listed.count == Set(listed).count)
        #expect(stays.isSubset(of: listed))
    }

    private static let filters: [(String, @Sendable (inout DeviceFilter) -> Void, Int)] = [
        ("nothing", { _ in }, 24),
        ("a division", { $0.division = "HEATPUMPS" }, 8),
        ("a division that is not there", { $0.division = "kettles" }, 0),
        ("a common status", { $0.status = .active }, 6),
        ("a rare status", { $0.status = .retired }, 6),
        ("a label", { $0.label = "roof" }, 6),
        ("a part of a label", { $0.label = "oo" }, 0),
        ("a hub", { $0.pinnedHub = "hub-1.example" }, 2),
        ("text in the ID", { $0.text = "SN-10" }, 2),
        ("text in the note", { $0.text = "50%_\\" }, 4),
        ("a wild card, taken as it is", { $0.text = "s%" }, 0),
        ("made since", { $0.createdSince = time(4) }, 12),
        ("made until", { $0.createdUntil = time(4) }, 12),
        ("changed since", { $0.updatedSince = time(7) }, 3),
        ("changed until", { $0.updatedUntil = time(1) }, 3),
        (
            "two things at once",
            {
                $0.division = "toasters"; $0.status = .held
            }, 4
        ),
    ]

    @Test(arguments: StoreKind.allCases, filters.indices)
    func `a filter leaves what fits, and the total counts it`(kind: StoreKind, row: Int) throws {
        let store = try store(kind, devices: 24)
        let (name, change, expected) = Self.filters[row]
        var query = DeviceQuery(limit: 2, countsAll: true)
        change(&query.filter)
        #expect(try store.devices.page(of: query).total == Int64(expected), "\(name)")
        #expect(try all(query, in: store).count == expected, "\(name)")
    }
}
