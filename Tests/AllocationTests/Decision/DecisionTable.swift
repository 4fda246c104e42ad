import Allocation
import Contoso
import Testing

/// DESIGN.md's table of decisions, in its order, with the cases that lie between two of its rows.
enum DecisionTable {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        var id: String? = "breakroom499-contoso-tstrsd-007"
        var hubs: [String]? = Hub.both
        var currentHub: String?
        var policy = Policy.contoso
        /// What the inventory has, at revision 3.
        var device: Device?
        let reason: ReasonCode
        var source = DecisionSource.none
        var division: String?
        /// The hub, or what a refusal says.
        let answer: String

        var testDescription: String { name }

        /// Whether nobody has to ask the inventory.
        var isSettledByRequest: Bool { id == nil || hubs == nil }
    }

    private static let toaster = try? RegistrationID("breakroom499-contoso-tstrsd-007")

    private static func device(
        in division: String, status: DeviceStatus = .active, statusReason: String? = nil,
        pinnedHub: String? = nil
    ) -> Device? {
        toaster.map {
            Device(
                registrationID: $0, division: division, status: status, statusReason: statusReason,
                pinnedHub: pinnedHub)
        }
    }

    private static let secondToasters = "contoso-toasters-hub-1099.azure-devices.net"

    static let rows: [Row] = [
        Row(
            name: "no registration ID", id: nil, reason: .registrationIdMissing,
            answer: "Registration ID not provided for the device."),
        Row(
            name: "neither an ID nor hubs: the ID comes first", id: nil, hubs: nil,
            reason: .registrationIdMissing, answer: "Registration ID not provided for the device."),
        Row(
            name: "no hubs", hubs: nil, reason: .linkedHubsMissing,
            answer: "No hub group defined for the enrollment."),
        Row(
            name: "disabled", device: device(in: "toasters", status: .disabled), reason: .deviceDisabled,
            source: .inventory(deviceRevision: 3), division: "toasters",
            answer: "Device is disabled in the inventory."),
        Row(
            name: "held, with a reason",
            device: device(in: "toasters", status: .held, statusReason: "Recall 12."),
            reason: .deviceDisabled,
            source: .inventory(deviceRevision: 3), division: "toasters",
            answer: "Device is disabled in the inventory. Recall 12."),
        Row(
            name: "disabled, without a hub that fits: the status comes first", hubs: [],
            device: device(in: "toasters", status: .disabled), reason: .deviceDisabled,
            source: .inventory(deviceRevision: 3), division: "toasters",
            answer: "Device is disabled in the inventory."),
        Row(
            name: "registered: its division, though a rule says otherwise", device: device(in: "heatpumps"),
            reason: .inventory,
            source: .inventory(deviceRevision: 3), division: "heatpumps", answer: Hub.heatPumps),
        Row(
            name: "registered under the division's name in another case", device: device(in: "HeatPumps"),
            reason: .inventory,
            source: .inventory(deviceRevision: 3), division: "heatpumps", answer: Hub.heatPumps),
        Row(
            name: "a suffix rule", reason: .rule, source: .rule(id: 1), division: "toasters",
            answer: Hub.toasters),
        Row(
            name: "a suffix rule, in another case", id: "MAINBUILDING167-Contoso-HPSD-088", reason: .rule,
            source: .rule(id: 2), division: "heatpumps", answer: Hub.heatPumps),
        Row(
            name: "the first of two rules that match",
            policy: Policy(
                revision: 7, divisions: [.toasters, .heatPumps],
                rules: [
                    Rule(id: 9, kind: .contains, pattern: "contoso", division: "heatpumps"), .toasterSuffix,
                ]),
            reason: .rule, source: .rule(id: 9), division: "heatpumps", answer: Hub.heatPumps),
        Row(
            name: "nothing matches", id: "lobby-1", reason: .unrecognizedDevice,
            answer: "Unrecognized device registration."),
        Row(
            name: "the suffix in the middle", id: "a-contoso-tstrsd-007-b", reason: .unrecognizedDevice,
            answer: "Unrecognized device registration."),
        Row(
            name: "no rules", policy: Policy(revision: 7, divisions: [.toasters], rules: []),
            reason: .unrecognizedDevice, answer: "Unrecognized device registration."),
        Row(
            name: "no hub of the toasters", hubs: [Hub.heatPumps, Hub.office], reason: .noMatchingHub,
            source: .rule(id: 1), division: "toasters", answer: "No toasters hub found for the enrollment."),
        Row(
            name: "no hub of the heat pumps", id: "x-contoso-hpsd-088", hubs: [Hub.toasters],
            reason: .noMatchingHub, source: .rule(id: 2), division: "heatpumps",
            answer: "No heat pumps hub found for the enrollment."),
        Row(
            name: "no hub at all", hubs: [], reason: .noMatchingHub, source: .rule(id: 1),
            division: "toasters", answer: "No toasters hub found for the enrollment."),
        Row(
            name: "pinned to a hub that is not linked, though another fits",
            device: device(in: "toasters", pinnedHub: secondToasters), reason: .noMatchingHub,
            source: .inventory(deviceRevision: 3), division: "toasters",
            answer: "No toasters hub found for the enrollment."),
        Row(
            name: "pinned to a hub of another division, spelled as it is linked",
            hubs: [Hub.toasters, "HUB.example"],
            device: device(in: "toasters", pinnedHub: "hub.EXAMPLE"), reason: .inventory,
            source: .inventory(deviceRevision: 3), division: "toasters", answer: "HUB.example"),
        Row(
            name: "pinned elsewhere than it is now", hubs: [Hub.toasters, secondToasters],
            currentHub: Hub.toasters,
            device: device(in: "toasters", pinnedHub: secondToasters), reason: .inventory,
            source: .inventory(deviceRevision: 3), division: "toasters", answer: secondToasters),
        Row(
            name: "two hubs fit: it stays where it is", hubs: [Hub.toasters, secondToasters],
            currentHub: secondToasters.uppercased(),
            reason: .rule, source: .rule(id: 1), division: "toasters", answer: secondToasters),
        Row(
            name: "two hubs fit: the hash decides", hubs: [secondToasters, Hub.toasters], reason: .rule,
            source: .rule(id: 1), division: "toasters", answer: Hub.toasters),
        Row(
            name: "it is at a hub that does not fit", currentHub: Hub.heatPumps, reason: .rule,
            source: .rule(id: 1), division: "toasters", answer: Hub.toasters),
        Row(
            name: "it is at a hub that is no longer linked", currentHub: secondToasters, reason: .rule,
            source: .rule(id: 1), division: "toasters", answer: Hub.toasters),
        Row(
            name: "the hub as the request spells it", hubs: ["Contoso-TOASTERS-Hub"], reason: .rule,
            source: .rule(id: 1), division: "toasters", answer: "Contoso-TOASTERS-Hub"),
    ]
}
