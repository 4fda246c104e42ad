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

    @Test(arguments: [
        "", "a toasters-1", "toasters-1\u{0}", "toasters-é", "toasters-\"",
        String(repeating: "toasters-", count: 29),
    ])
    func `what is no host's name never fits, not even as a pin`(text: String) throws {
        #expect(try hub("id", among: [text]) == nil)
        #expect(try hub("id", among: [text], pinned: text) == nil)
        #expect(try hub("id", among: [text, "toasters-1"]) == "toasters-1")
    }

    @Test(
        arguments: [(nil, nil), ("toasters-2.example", nil), (nil, "toasters-3.example"), ("none", nil)]
            as [(String?, String?)])
    func `an explanation has a step for each linked hub, and the last one settles it`(
        pinned: String?, current: String?
    ) throws {
        var steps: [DecisionStep]? = []
        let choice = HubChoice(
            registrationID: try RegistrationID("id"), division: division, pinnedHub: pinned)
        let linked = Self.hubs + [Hub.office]
        let chosen = choice.hub(among: linked, currentHub: current, explainingInto: &steps)
        let subjects = try #require(steps).map(\.subject)
        for hub in linked { #expect(subjects.contains("hub \(hub)")) }
        #expect(steps?.last?.verdict == (chosen == nil ? .no : .yes))
        #expect(steps?.last?.subject == (chosen.map { "hub \($0)" } ?? "hub"))
    }
}
