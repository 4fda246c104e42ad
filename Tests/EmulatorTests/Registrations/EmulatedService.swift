import Allocation
import Emulator
import HTTP
import Synchronization

/// A provisioning service in memory, with the article's names, whose webhook, clock and chance a test decides.
struct EmulatedService {
    static let scope = "0ne00000001"
    static let toasters = "contoso-toasters-hub-1098.azure-devices.net"
    static let heatPumps = "contoso-heatpumps-hub-1098.azure-devices.net"
    static let toaster = "breakroom499-contoso-tstrsd-007"
    static let now: UInt64 = 1_795_000_000_000_000_000
    static let operationPath = "/0ne00000001/registrations/\(toaster)/operations/"

    let webhook: ScriptedWebhook
    let clock: HandClock
    let lines = Lines()
    let state: EmulatorState
    let enrollments: EnrollmentBook
    let registrar: Registrar
    let service: EmulatorService

    init(
        _ enrollments: [EnrollmentRecord] = [group()], webhook: ScriptedWebhook = ScriptedWebhook(),
        state: EmulatorState = EmulatorState(keptCalls: 10), mostInFlight: Int = 10_000,
        _ change: (inout EmulatorConfiguration) -> Void = { _ in }
    ) {
        var configuration = EmulatorConfiguration(
            name: "contoso-provisioning-service-1098", idScope: Self.scope,
            linkedHubs: [LinkedHub(hostName: Self.toasters), LinkedHub(hostName: Self.heatPumps)],
            enrollments: enrollments)
        change(&configuration)
        let clock = HandClock(Self.now)
        let lines = lines
        let report: @Sendable (String) -> Void = { lines.add($0) }
        self.webhook = webhook
        self.clock = clock
        self.state = state
        self.enrollments = EnrollmentBook(enrollments)
        registrar = Registrar(
            configuration: configuration, enrollments: self.enrollments, state: state, webhook: webhook,
            surroundings: clock.surroundings, mostInFlight: mostInFlight, report: report)
        service = EmulatorService(
            routes: DeviceAPI(
                configuration: configuration, enrollments: self.enrollments, state: state,
                registrar: registrar, surroundings: clock.surroundings, report: report
            ).routes)
    }

    static func group(
        _ name: String = "contoso-custom-allocated-devices", primary: [UInt8] = [1, 2, 3],
        secondary: [UInt8] = [4, 5, 6], isEnabled: Bool = true, policy: AllocationPolicy? = .custom,
        hubs: [String]? = nil, reprovision: ReprovisionPolicy? = nil, webhook: String? = "http://127.0.0.1/a"
    ) -> EnrollmentRecord {
        EnrollmentRecord(
            subject: .group(name), attestation: .symmetricKey(primary: primary, secondary: secondary),
            etag: "\"1\"", isEnabled: isEnabled, reprovisionPolicy: reprovision,
            createdDateTimeUTC: "2022-08-03T17:15:10.8464255Z",
            lastUpdatedDateTimeUTC: "2022-08-03T17:15:10.8464255Z", allocationPolicy: policy, hubs: hubs,
            customAllocation: webhook.flatMap { try? HTTPURL($0) }.map {
                CustomAllocationDefinition(webhookURL: $0, apiVersion: "2021-10-01")
            })
    }

    static func individual(
        _ id: String, _ attestation: AttestationMechanism, isEnabled: Bool = true
    ) throws -> EnrollmentRecord {
        EnrollmentRecord(
            subject: .individual(try RegistrationID(id), deviceID: nil), attestation: attestation,
            etag: "\"1\"", isEnabled: isEnabled, createdDateTimeUTC: "2022-08-03T17:15:10.8464255Z",
            lastUpdatedDateTimeUTC: "2022-08-03T17:15:10.8464255Z", allocationPolicy: .hashed)
    }

    /// A token signed with a device's key; its `sr` is percent-encoded, and made of the ID if it is not given.
    static func token(
        _ id: String = toaster, key: [UInt8], sr: String? = nil, se: UInt64 = now / 1_000_000_000 + 60,
        skn: String = "registration"
    ) -> String {
        let sr = sr ?? "\(scope)%2Fregistrations%2F\(id)"
        let code = HMAC.authenticationCode(for: Array("\(sr)\n\(se)".utf8), key: key)
        let sig = Base64.standard.encode(code.bytes).utf8.map { byte in
            switch byte {
            case UInt8(ascii: "+"): "%2B"
            case UInt8(ascii: "/"): "%2F"
            case UInt8(ascii: "="): "%3D"
            default: String(UnicodeScalar(byte))
            }
        }.joined()
        return "SharedAccessSignature sr=\(sr)&sig=\(sig)&se=\(se)&skn=\(skn)"
    }

    /// The token of a device of the group.
    static func deviceToken(_ id: String = toaster, groupKey: [UInt8] = [1, 2, 3]) -> String {
        token(id, key: DeviceKey.derived(from: groupKey, for: id))
    }
}

extension EmulatedService {
    func send(
        _ method: HTTPMethod, _ path: String, version: String? = "2021-06-01",
        token: String? = deviceToken(), fields: [(String, String)] = [], body: String = ""
    ) async -> Answer {
        let target = path + (version.map { "?api-version=\($0)" } ?? "")
        let authorization = token.map { [("Authorization", $0)] } ?? []
        return Answer(
            await service.respond(
                to: HTTPRequest(
                    method: method, target: target, fields: authorization + fields, body: Array(body.utf8))))
    }

    func register(
        _ id: String = toaster, token: String? = nil, version: String? = "2021-06-01",
        fields: [(String, String)] = [], body: String? = nil
    ) async -> Answer {
        await send(
            .put, "/\(Self.scope)/registrations/\(id)/register", version: version,
            token: token ?? Self.deviceToken(id), fields: fields,
            body: body ?? #"{"registrationId":"\#(id)"}"#)
    }

    func poll(_ operationID: String, of id: String = toaster, version: String = "2021-06-01") async -> Answer
    {
        await send(
            .get, "/\(Self.scope)/registrations/\(id)/operations/\(operationID)", version: version,
            token: Self.deviceToken(id))
    }

    /// Registers, waits for the end, and asks how the operation stands.
    func registerToTheEnd(_ id: String = toaster, body: String? = nil) async -> Answer {
        let begun = await register(id, body: body)
        await lines.end(of: id)
        return await poll(begun["operationId"]?.string ?? "", of: id)
    }
}

/// An answer with its body read.
struct Answer {
    let status: Int
    let fields: [(name: String, value: String)]
    let json: JSONValue

    init(_ response: HTTPResponse) {
        status = response.status.code
        fields = response.fields
        if case .bytes(let bytes) = response.body {
            json = (try? JSONValue(parsing: bytes)) ?? .null
        } else {
            json = .null
        }
    }

    subscript(name: String) -> JSONValue? { json[name] }

    func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
}

/// A clock that is moved by hand, and randomness that repeats.
final class HandClock: Sendable {
    private let state: Mutex<(now: UInt64, draws: UInt64)>

    init(_ now: UInt64) { state = Mutex((now, 0)) }

    func advance(by duration: Duration) {
        state.withLock { $0.now += UInt64(duration.components.seconds) * 1_000_000_000 }
    }

    var surroundings: Surroundings {
        Surroundings(
            nanosecondsSinceEpoch: { self.state.withLock { $0.now } },
            monotonicNanoseconds: { self.state.withLock { $0.now } },
            randomness: {
                self.state.withLock { state in
                    state.draws += 1
                    return state.draws &* 0x9E37_79B9_7F4A_7C15
                }
            })
    }
}

/// The lines of the log, to look at and to wait for.
final class Lines: Sendable {
    private let kept = Mutex<[String]>([])
    private let stream: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    var all: [String] { kept.withLock { $0 } }

    func add(_ line: String) {
        kept.withLock { $0.append(line) }
        continuation.yield(line)
    }

    /// Waits for the next line that says how a registration ended.
    func end(of id: String) async {
        for await line in stream
        where line.hasPrefix("registration \(id) ")
            && (line.contains("): assigned") || line.contains("): failed"))
        {
            return
        }
    }
}
