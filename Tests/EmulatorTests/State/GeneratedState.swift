import Allocation
import Contoso
import Emulator

/// Makes what a state keeps, the same in every run.
struct GeneratedState {
    static let ids = ["dev-1", "Dev-2", "dev:3", "a.b-c", "x"].compactMap { try? RegistrationID($0) }
    private var numbers: SeededGenerator

    init(seed: UInt64) {
        numbers = SeededGenerator(state: seed)
    }

    mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &numbers) }
    mutating func chance() -> Bool { Bool.random(using: &numbers) }
    mutating func id() -> RegistrationID { Self.ids[number(Self.ids.count)] }
    mutating func bytes() -> [UInt8] { (0..<number(9)).map { _ in UInt8(number(256)) } }

    mutating func time() -> PreciseTime {
        PreciseTime(nanosecondsSinceEpoch: UInt64.random(in: 0...UInt64.max, using: &numbers))
    }

    mutating func text() -> String {
        ["", "hub-a.azure-devices.net", "HUB-B.azure-devices.net", "\"\n\u{0}\u{1F600}", "a\u{301}"][
            number(5)]
    }

    mutating func json(depth: Int = 0) -> JSONValue {
        switch number(depth > 4 ? 5 : 7) {
        case 0: .null
        case 1: .bool(chance())
        case 2: JSONNumber(literal: "1e400").map(JSONValue.number) ?? .null
        case 3: .number(JSONNumber(Int64(number(1_000_000)) - 500_000))
        case 4: .string(text())
        case 5: .array((0..<number(3)).map { _ in json(depth: depth + 1) })
        default: .object(object(depth: depth + 1))
        }
    }

    mutating func object(depth: Int = 0) -> JSONObject {
        var object = JSONObject()
        for _ in 0..<number(4) { object[text()] = json(depth: depth) }
        return object
    }

    mutating func registration(_ id: RegistrationID) -> Registration {
        let attestation: RuntimeAttestation =
            switch number(3) {
            case 0: .symmetricKey
            case 1: .x509(certificate: bytes())
            default: .tpm(endorsementKey: text(), storageRootKey: chance() ? text() : nil)
            }
        var registration = Registration(
            registrationID: id,
            enrollment: chance() ? .group(text()) : .individual(self.id(), deviceID: chance() ? text() : nil),
            operationID: text(), apiVersion: text(), attestation: attestation,
            status: RegistrationStatus.allCases[number(5)], sentPayload: chance() ? json() : nil, at: time())
        registration.substatus = chance() ? RegistrationSubstatus.allCases[number(4)] : nil
        registration.assignedHub = chance() ? text() : nil
        registration.deviceID = chance() ? text() : nil
        registration.returnedPayload = chance() ? json() : nil
        registration.failure =
            chance() ? RegistrationFailure(code: number(999_999), message: text(), reason: text()) : nil
        registration.lastUpdated = time()
        return registration
    }

    mutating func device() -> HubDevice {
        var device = HubDevice(
            hub: text(), deviceID: id().text, iotEdge: chance(),
            authentication: HubDevice.Authentication.allCases[number(2)], tags: object(), desired: object(),
            reported: object(), at: time())
        device.desiredVersion = number(100)
        device.reportedVersion = number(100)
        device.twinVersion = number(100)
        device.lastUpdated = time()
        return device
    }

    mutating func call(_ number: Int) -> WebhookCall {
        WebhookCall(
            number: number, registrationID: id(), operationID: text(), attempt: self.number(11) + 1,
            at: time(), url: text(), request: bytes(), status: chance() ? 200 : nil,
            contentType: chance() ? text() : nil, answer: chance() ? bytes() : nil,
            milliseconds: self.number(9_999), verdict: text(), reason: text())
    }
}
