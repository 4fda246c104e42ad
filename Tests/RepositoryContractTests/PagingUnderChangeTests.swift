import Allocation
import Contoso
import Testing

/// Lists in every order, walked page by page while devices are made, erased and edited between any two pages.
@Suite struct PagingUnderChangeTests {
    @Test(arguments: StoreKind.allCases, [1, 2] as [UInt64])
    func `whatever changes between two pages, a device left alone is listed once`(
        kind: StoreKind, seed: UInt64
    ) throws {
        let store = try StoreUnderTest(kind)
        for division in [Division.toasters, .heatPumps] { _ = try store.policies.put(division) }
        var fleet = ChangingFleet(seed: seed)
        for number in 0..<ChangingFleet.size { try fleet.put(number, in: store) }
        var walks = Walk.all
        while !walks.allSatisfy(\.isOver) {
            for index in walks.indices where !walks[index].isOver {
                try walks[index].takePage(of: store)
                try fleet.change(in: store)
            }
        }
        for walk in walks {
            let visits = walk.visits.map(\.registrationID)
            for calm in ChangingFleet.calm {
                #expect(visits.count { $0 == calm } == 1, "\(walk.name): \(calm) among \(visits)")
            }
            #expect(Set(walk.visits).count == visits.count, "\(walk.name): \(walk.visits)")
            // What an edit does not move can only come again when it was erased and made anew.
            if walk.query.order == .registrationId {
                #expect(Set(visits).count == visits.count, "\(walk.name): \(visits)")
            }
        }
    }
}

/// One list that is walked to its end.
private struct Walk {
    /// A device at the place where it was listed.
    struct Visit: Hashable {
        let registrationID: String
        let place: String
    }

    private(set) var query: DeviceQuery
    private(set) var visits: [Visit] = []
    private(set) var isOver = false

    /// One for each order and direction, with pages of different sizes.
    static var all: [Walk] {
        DeviceQuery.Order.allCases.enumerated().flatMap { number, order in
            [false, true].map { isDescending in
                Walk(
                    query: DeviceQuery(
                        order: order, isDescending: isDescending, limit: number % 3 + (isDescending ? 3 : 4)))
            }
        }
    }

    var name: String { "\(query.order) \(query.isDescending ? "descending" : "ascending")" }

    mutating func takePage(of store: StoreUnderTest) throws {
        let page = try store.devices.page(of: query)
        #expect(page.devices.count <= query.limit)
        for device in page.devices {
            let place = DeviceCursor(of: device, in: query.order)
            visits.append(
                Visit(registrationID: device.device.registrationID.folded, place: "\(place.key)"))
        }
        query.after = page.next
        isOver = page.next == nil
    }
}

/// Devices of which every other one is left alone; the others come, go and change at random.
private struct ChangingFleet {
    static let size = 30

    /// Those that nobody touches, folded.
    static let calm = (0..<size).filter { !isRestless($0) }.map { name($0).asciiFolded }

    /// More than there are at the start, so that new ones come between the old.
    private static let restless = (0..<size * 2).filter(isRestless)

    private static func isRestless(_ number: Int) -> Bool { number % 2 == 1 || number >= size }

    /// Mixed in case, and in an order of their own.
    private static func name(_ number: Int) -> String {
        (number % 3 == 0 ? "Sn-" : "sN-") + String(1_000 + number * 7_919 % 1_000)
    }

    private static let notes = [nil, "a", "A", "b%", "Grüße", "日本", "\u{1F600}", "\u{FFFD}", "a b"]

    private var random: UInt64
    private var time: Int64 = 0

    init(seed: UInt64) { random = seed }

    /// Knuth's MMIX generator, by its upper bits.
    private mutating func next(below bound: Int) -> Int {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(random >> 33) % bound
    }

    /// Makes, erases or edits one device.
    mutating func change(in store: StoreUnderTest) throws {
        let number = Self.restless[next(below: Self.restless.count)]
        let id = try RegistrationID(Self.name(number))
        if next(below: 3) == 0, try store.devices.device(id) != nil {
            _ = try store.devices.erase(id, in: context())
        } else {
            try put(number, in: store)
        }
    }

    mutating func put(_ number: Int, in store: StoreUnderTest) throws {
        let device = Device(
            registrationID: try RegistrationID(Self.name(number)),
            division: next(below: 2) == 0 ? "heatpumps" : "Toasters",
            status: DeviceStatus.allCases[next(below: 4)],
            pinnedHub: next(below: 2) == 0 ? "hub-\(next(below: 3)).example" : nil,
            note: Self.notes[next(below: Self.notes.count)])
        _ = try store.devices.put(device, in: context())
    }

    /// Several changes fall into one millisecond, and are made by the same few people.
    private mutating func context() -> ChangeContext {
        time += Int64(next(below: 3)) / 2
        return .at(Timestamp(milliseconds: time), by: "user-\(next(below: 3))")
    }
}
