import Allocation
import Contoso
import Testing

@Suite struct AllocationResponseTests {
    /// What is answered to a device, be it registered as given or not at all.
    private func body(
        for id: String, template: Division = .toasters, twin: JSONValue? = nil, payload: JSONValue? = nil,
        isRegistered: Bool = true, hub: String = Hub.toasters
    ) throws -> String {
        let registrationID = try RegistrationID(id)
        let device = Device(
            registrationID: registrationID, division: template.name,
            twin: try twin.map { json throws(InvalidDocuments) in try InitialTwin(json) }, payload: payload)
        let policy = Policy(revision: 1, divisions: [template], rules: Policy.contoso.rules)
        var steps: [DecisionStep]?
        let decision = try Allocator.decide(
            AllocationRequest(registrationID: registrationID, linkedHubs: [hub]),
            at: Timestamp(milliseconds: 0),
            readingStandingBy: { _ throws(StoreError) in
                isRegistered
                    ? try InventoryStanding(policy: policy, device: device, revision: 1)
                    : InventoryStanding(policy: policy)
            },
            explainingInto: &steps)
        guard case .assigned(let assignment) = decision.outcome else {
            Issue.record("rejected: \(decision)")
            return ""
        }
        return String(decoding: assignment.responseBody, as: UTF8.self)
    }

    @Test func `a toaster is answered to the letter as the design prints it`() throws {
        #expect(
            try body(for: "breakroom499-contoso-tstrsd-007", isRegistered: false)
                == #"{"iotHubHostName":"contoso-toasters-hub-1098.azure-devices.net","initialTwin":"#
                + #"{"tags":{"deviceType":"toaster"},"properties":{"desired":{"state":"ready","darknessSetting":"medium"}}}}"#
        )
    }

    @Test func `a heat pump's temperature is a string, as in the article`() throws {
        #expect(
            try body(
                for: "mainbuilding167-contoso-hpsd-088", template: .heatPumps, isRegistered: false,
                hub: Hub.heatPumps)
                == #"{"iotHubHostName":"contoso-heatpumps-hub-1098.azure-devices.net","initialTwin":"#
                + #"{"tags":{"deviceType":"heatpump"},"properties":{"desired":{"state":"on","temperatureSetting":"65"}}}}"#
        )
    }

    private static let bare = Division(name: "bare", noun: "bare things", hubPattern: "hub")
    private static let paying = Division(
        name: "paying", noun: "things", hubPattern: "hub", payload: ["of": "division"])

    @Test(
        arguments: [
            (bare, nil, nil, #"{"iotHubHostName":"hub"}"#),
            (bare, nil, ["a": 1], #"{"iotHubHostName":"hub","payload":{"a":1}}"#),
            (paying, nil, nil, #"{"iotHubHostName":"hub","payload":{"of":"division"}}"#),
            (paying, nil, ["a": 1], #"{"iotHubHostName":"hub","payload":{"a":1}}"#),
            (
                bare, ["tags": ["a": 1, "b": nil]], nil,
                #"{"iotHubHostName":"hub","initialTwin":{"tags":{"a":1}}}"#
            ),
            (
                Division(name: "d", noun: "n", hubPattern: "hub", twin: Division.toasters.twin),
                ["tags": ["deviceType": nil, "site": "B4"], "properties": ["desired": ["state": nil]]],
                ["x": "\u{1}\"é"],
                #"{"iotHubHostName":"hub","initialTwin":{"tags":{"site":"B4"},"properties":{"desired":{"darknessSetting":"medium"}}},"#
                    + #""payload":{"x":"\u0001\"é"}}"#
            ),
        ] as [(Division, JSONValue?, JSONValue?, String)])
    func `twin and payload are the division's unless the device has its own`(
        template: Division, twin: JSONValue?, payload: JSONValue?, expected: String
    ) throws {
        #expect(try body(for: "a", template: template, twin: twin, payload: payload, hub: "hub") == expected)
    }

    @Test func `a twin is known by the digest of the very bytes that are sent`() throws {
        let document = try #require(Division.toasters.twinDocument)
        let answer = try body(for: "breakroom499-contoso-tstrsd-007", isRegistered: false)
        #expect(answer.contains(String(decoding: document.json, as: UTF8.self)))
        #expect(document.digest == SHA256.hash(document.json))
    }
}
