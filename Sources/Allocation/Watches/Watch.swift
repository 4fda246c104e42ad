/// Something that is looked for before anybody has to complain of it.
package enum Watch: String, Sendable, CaseIterable {
    case neverSeen = "never-seen"
    case unregistered
    case hubChanges = "hub-changes"
    case frequentRegistrations = "frequent-registrations"
    case unservedHubs = "unserved-hubs"
    case staleTwins = "stale-twins"

    /// What a finding means, in one sentence without a stop.
    package var meaning: String {
        switch self {
        case .neverSeen: "registered some days ago, and DPS has never asked about it"
        case .unregistered: "DPS has asked about it, and nobody has registered it"
        case .hubChanges: "changed its hub and came back to one that it had left"
        case .frequentRegistrations: "registered more often than a device should within the last hour"
        case .unservedHubs: "no hub that is linked any more would do"
        case .staleTwins: "its twin was edited since it was last sent one"
        }
    }

    /// Whether the list has pages; else its beginning is told, with the number of all.
    package var hasPages: Bool { self == .neverSeen || self == .unregistered }
}
