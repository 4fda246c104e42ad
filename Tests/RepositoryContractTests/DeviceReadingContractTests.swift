import Allocation
import Contoso
import Testing

@Suite struct DeviceReadingContractTests {
    private func store(_ kind: StoreKind, devices: Int) throws -> StoreUnderTest {
        let store = try StoreUnderTest(kind)
        for division in [Division.toasters, .heatPumps] { _ = try store.policies.put(division) }
        for number in 0..<devices { try add(number, to: store) }
        return store
    }

    private func add(_ number: Int, to store: StoreUnderTest) throws {
        let device = Device(
            registrationID: try RegistrationID((number % 2 == 0 ? "Sn-" : "sN-") + String(100 + number)),
            division: number % 3 == 0 ? "heatpumps" : "toasters")
        _ = try store.devices.put(device, in: .early)
    }

    private func rest(of reading: any DeviceReading, by count: Int) throws -> [String] {
        var read: [String] = []
        while case let devices = try reading.next(atMost: count), !devices.isEmpty {
            #expect(devices.count <= count)
            read += devices.map(\.registrationID)
        }
        #expect(try reading.next(atMost: count).isEmpty)
        return read
    }

    @Test(arguments: StoreKind.allCases, [1, 3, 10, 11])
    func `a reading yields all that match, in order, whatever the pieces`(kind: StoreKind, count: Int) throws
    {
        let store = try store(kind, devices: 10)
        let all = try rest(of: store.devices.reading(of: DeviceFilter()), by: count)
        let expected = (0..<10).map { number in number % 2 == 0 ? "Sn-\(100 + number)" : "sN-\(100 + number)"
        }
        #expect(all == expected)
        var filter = DeviceFilter()
        filter.division = "HEATPUMPS"
        #expect(
            try rest(of: store.devices.reading(of: filter), by: count) == [
                "Sn-100", "sN-103", "Sn-106", "sN-109",
            ])
        filter.division = "kettles"
        #expect(try rest(of: store.devices.reading(of: filter), by: count).isEmpty)
    }

    @Test(arguments: StoreKind.allCases)
    func `a reading is as of its beginning, and keeps nobody from writing`(kind: StoreKind) throws {
        let store = try store(kind, devices: 4)
        let reading = try store.devices.reading(of: DeviceFilter())
        try add(4, to: store)
        _ = try store.devices.erase(RegistrationID("sn-103"), in: .early)
        #expect(try reading.next(atMost: 1).map(\.registrationID) == ["Sn-100"])
        _ = try store.devices.patch(RegistrationID("sn-102"), with: ["note": "new"], in: .early)
        let devices = try reading.next(atMost: 9)
        #expect(devices.map(\.registrationID) == ["sN-101", "Sn-102", "sN-103"])
        #expect(devices.allSatisfy { $0.note == nil })
        #expect(try rest(of: store.devices.reading(of: DeviceFilter()), by: 9).count == 4)
    }
}
