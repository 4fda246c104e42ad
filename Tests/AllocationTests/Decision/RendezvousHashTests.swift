import Allocation
import Testing

@Suite struct RendezvousHashTests {
    private static let hubs = (1_098...1_100).map { "contoso-toasters-hub-\($0).azure-devices.net" }

    /// Made with Python: `max(hubs, key=lambda hub:
    /// hashlib.sha256(f"{id.lower()}\n{hub.lower()}".encode()).digest()[:8])`.
    @Test(arguments: [
        ("breakroom499-contoso-tstrsd-007", "contoso-toasters-hub-1098.azure-devices.net"),
        ("a", "contoso-toasters-hub-1100.azure-devices.net"),
        ("Z-9", "contoso-toasters-hub-1099.azure-devices.net"),
        ("sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6", "contoso-toasters-hub-1100.azure-devices.net"),
        ("lobby.12:3_x-", "contoso-toasters-hub-1098.azure-devices.net"),
        ("mainbuilding167-contoso-hpsd-088", "contoso-toasters-hub-1098.azure-devices.net"),
        ("toaster-1", "contoso-toasters-hub-1099.azure-devices.net"),
        ("toaster-2", "contoso-toasters-hub-1098.azure-devices.net"),
    ])
    func `a device goes to the hub that Python computes, in any order and case`(id: String, hub: String)
        throws
    {
        let registrationID = try RegistrationID(id)
        #expect(RendezvousHash.hub(for: registrationID, among: Self.hubs) == hub)
        #expect(RendezvousHash.hub(for: registrationID, among: Self.hubs.reversed()) == hub)
        #expect(try RendezvousHash.hub(for: RegistrationID(id.uppercased()), among: Self.hubs) == hub)
        let shouted = Self.hubs.map { $0.uppercased() }
        #expect(RendezvousHash.hub(for: registrationID, among: shouted) == hub.uppercased())
    }

    @Test func `a new hub takes over its own share and moves no other device`() throws {
        let added = "contoso-toasters-hub-1101.azure-devices.net"
        var moved = 0
        for number in 0..<4_000 {
            let registrationID = try RegistrationID("toaster-\(number)")
            let before = RendezvousHash.hub(for: registrationID, among: Self.hubs)
            let after = RendezvousHash.hub(for: registrationID, among: Self.hubs + [added])
            guard before != after else { continue }
            moved += 1
            #expect(after == added)
        }
        // A quarter of 4,000; the standard deviation is 27.
        #expect(abs(moved - 1_000) < 110)
    }

    @Test func `without hubs there is none, and of one there is no choice`() throws {
        let registrationID = try RegistrationID("toaster-1")
        #expect(RendezvousHash.hub(for: registrationID, among: []) == nil)
        #expect(RendezvousHash.hub(for: registrationID, among: ["only"]) == "only")
    }
}
