@testable import Allocation
import Contoso
import Testing

@Suite struct HubChoiceTests {
    private static let hubs = (1...4).map { "toasters-\($0).example" }
    private let division = Division(name: "toasters", noun: "toasters", hubPattern: "TOASTERS-")

    private func hub(_ id: String, among hubs: [String], pinned: String? = nil, current: String? = nil) throws
        -> String?
    {
        var steps: [DecisionStep]?
        let choice = HubChoice(registrationID: try RegistrationID(id), division: division, pinnedHub: pinned)
        return choice.hub(among: hubs, currentHub: current, explainingInto: &steps)
    }

    @Test func `hubs of others do not change which of its own a device goes to`() throws {
        for number in 0..<200 {
            let alone = try hub("id-\(number)", among: Self.hubs)
            let mixed = try hub("id-\(number)", among: [Hub.office] + Self.hubs.reversed() + [Hub.heatPumps])
            #expect(mixed == alone)
        }
    }

    @Test func `a device stays at each hub that fits, and leaves one that does not`() throws {
        for current in Self.hubs { #expect(try hub("id", among: Self.hubs, current: current) == current) }
        let chosen = try hub("id", among: Self.hubs)
        #expect(try hub("id", among: Self.hubs + [Hub.office], current: Hub.office) == chosen)
    }

    @Test func `a hub that is linked twice is one hub`() throws {
        let chosen = try #require(try hub("id", among: Self.hubs))
        #expect(try hub("id", among: Self.hubs + Self.hubs) == chosen)
        #expect(try hub("id", among: [chosen, chosen]) == chosen)
    }

    @Test func `a pin leaves no choice`() throws {
        for pinned in Self.hubs { #expect(try hub("id", among: Self.hubs, pinned: pinned) == pinned) }
        #expect(try hub("id", among: Self.hubs, pinned: "elsewhere", current: Self.hubs[0]) == nil)
    }
}
