import Allocation
import Contoso
import Testing

/// Pages of a list while others write: what nobody touches is seen once, and nothing twice.
@Suite struct DevicePagingPropertyTests {
    private static let walks = DeviceQuery.Order.allCases.flatMap { order in
        [false, true].map { (order: order, isDescending: $0) }
    }

    private func device(_ id: String, _ random: inout SeededGenerator) throws -> Device {
        Device(
            registrationID: try RegistrationID(id),
            division: Int.random(in: 0..<2, using: &random) == 0 ? "toasters" : "heatpumps",
            status: [.active, .disabled, .held, .retired][Int.random(in: 0..<4, using: &random)],
            pinnedHub: Int.random(in: 0..<3, using: &random) == 0
                ? "hub-\(Int.random(in: 0..<3, using: &random)).example" : nil,
            note: Int.random(in: 0..<2, using: &random) == 0
                ? "note \(Int.random(in: 0..<5, using: &random))" : nil)
    }

    private func context(_ random: inout SeededGenerator) -> ChangeContext {
        .at(
            Timestamp(milliseconds: Int64(Int.random(in: 0..<6, using: &random))),
            by: "user \(Int.random(in: 0..<3, using: &random))")
    }

    @Test(arguments: StoreKind.allCases, walks.indices)
    func `a walk through the pages sees what nobody touches once, and nothing twice`(
        kind: StoreKind, walk: Int
    ) throws {
        var random = SeededGenerator(state: UInt64(walk + 1))
        let store = try StoreUnderTest(kind)
        for division in [Division.toasters, .heatPumps] { _ = try store.policies.put(division) }
        var ids = (0..<60).map { "\($0 % 2 == 0 ? "Sn" : "sN")-\(100 + $0)" }
        for id in ids { _ = try store.devices.put(device(id, &random), in: context(&random)) }
        var untouched = Set(ids)

        let (order, isDescending) = Self.walks[walk]
        var query = DeviceQuery(order: order, isDescending: isDescending, limit: 7)
        var seen: [String] = []
        repeat {
            let page = try store.devices.page(of: query)
            seen += page.devices.map(\.device.registrationID.text)
            query.after = page.next
            for _ in 0..<3 {
                let id = ids[Int.random(in: 0..<ids.count, using: &random)]
                untouched.remove(id)
                switch Int.random(in: 0..<3, using: &random) {
                case 0:
                    ids.append("new-\(ids.count)")
                    _ = try store.devices.put(device("new-\(ids.count - 1)", &random), in: context(&random))
                case 1:
                    let known = try RegistrationID(id)
                    if try store.devices.device(known) != nil {
                        _ = try store.devices.erase(known, in: context(&random))
                    }
                default:
                    _ = try store.devices.put(device(id, &random), in: context(&random))
                }
            }
        } while query.after != nil

        let times = Dictionary(seen.map { ($0, 1) }, uniquingKeysWith: +)
        #expect(untouched.filter { times[$0] != 1 } == [])
        // What was edited may have moved ahead of the walk, and be met again there; what was not, never.
        #expect(times.filter { $0.value > 1 && untouched.contains($0.key) }.isEmpty)
        if order == .registrationId { #expect(times.filter { $0.value > 1 }.isEmpty) }
    }
}
