import Allocation
import Emulator
import Testing

@Suite(.timeLimit(.minutes(1)))
struct AllocationPolicyTests {
    private static let far = LinkedHub(hostName: "far.azure-devices.net", latency: 90)
    private static let near = LinkedHub(hostName: "near.azure-devices.net", latency: 10)
    private static let nearToo = LinkedHub(hostName: "near-too.azure-devices.net", latency: 10)

    /// The hubs that devices with these numbers in their names are given to.
    private func hubs(
        of count: Int, _ policy: AllocationPolicy?, _ linked: [LinkedHub], selected: [String]? = nil
    ) async -> [String] {
        let emulated = EmulatedService([EmulatedService.group(policy: policy, hubs: selected)]) {
            $0.linkedHubs = linked
        }
        var hubs: [String] = []
        for number in 0..<count {
            let answer = await emulated.registerToTheEnd("device-\(number)")
            hubs.append(answer["registrationState"]?["assignedHub"]?.string ?? "none")
        }
        #expect(emulated.webhook.questions.isEmpty)
        return hubs
    }

    @Test(arguments: [.hashed, nil] as [AllocationPolicy?])
    func `hashed gives hubs their share by weight, and is the default`(policy: AllocationPolicy?) async {
        let linked = [
            LinkedHub(hostName: "a.azure-devices.net", allocationWeight: 1),
            LinkedHub(hostName: "b.azure-devices.net", allocationWeight: 3),
            LinkedHub(hostName: "c.azure-devices.net", allocationWeight: 6),
        ]
        let hubs = await hubs(of: 2_000, policy, linked)
        for (hub, share) in zip(linked, [0.1, 0.3, 0.6]) {
            let count = Double(hubs.count { $0 == hub.hostName })
            // Five standard deviations of a binomial distribution.
            let tolerance = 5 * (2_000 * share * (1 - share)).squareRoot()
            #expect(abs(count - 2_000 * share) < tolerance)
        }
    }

    @Test func `hashed moves a device only to a hub that is new`() async {
        let linked = [Self.far, Self.near]
        let before = await hubs(of: 200, .hashed, linked)
        #expect(await hubs(of: 200, .hashed, linked.reversed()) == before)
        let after = await hubs(of: 200, .hashed, linked + [Self.nearToo])
        for (before, after) in zip(before, after) {
            #expect(after == before || after == Self.nearToo.hostName)
        }
        #expect(before != after)
    }

    @Test func `geoLatency takes the nearest hub, and hashes among several`() async {
        #expect(Set(await hubs(of: 20, .geoLatency, [Self.far, Self.near])) == [Self.near.hostName])
        #expect(
            Set(await hubs(of: 50, .geoLatency, [Self.far, Self.near, Self.nearToo])) == [
                Self.near.hostName, Self.nearToo.hostName,
            ])
        let selected = await hubs(
            of: 5, .geoLatency, [Self.far, Self.near], selected: [Self.far.hostName])
        #expect(Set(selected) == [Self.far.hostName])
    }

    @Test func `static takes the enrollment's hub, and no more than one`() async {
        let linked = [Self.far, Self.near]
        #expect(
            await hubs(of: 3, .static, linked, selected: [Self.near.hostName])
                == Array(repeating: Self.near.hostName, count: 3))
        #expect(await hubs(of: 1, .static, linked) == ["none"])
    }

    @Test func `custom needs a webhook`() async {
        let emulated = EmulatedService([EmulatedService.group(webhook: nil)])
        let answer = await emulated.registerToTheEnd()
        #expect(answer["registrationState"]?["errorCode"] == 400_004)
    }

    @Test func `a group is switched from one policy to another while the emulator runs`() async {
        let emulated = EmulatedService()
        _ = await emulated.registerToTheEnd()
        #expect(
            emulated.enrollments.replace(
                EmulatedService.group(),
                by: EmulatedService.group(policy: .static, hubs: [EmulatedService.heatPumps])))
        let answer = await emulated.registerToTheEnd()
        #expect(answer["registrationState"]?["assignedHub"]?.string == EmulatedService.heatPumps)
        #expect(emulated.webhook.questions.count == 1)
    }
}
