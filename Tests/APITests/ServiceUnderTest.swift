import API
import Allocation
import Contoso
import HTTP
import InMemoryStore
import Synchronization

/// The service over a store in memory, with a clock that the test sets and a key of each role.
final class ServiceUnderTest: Sendable {
    let store = InMemoryStore()
    let service: AllocatorService
    let watchCounts = WatchCounts()
    let watches: Watches
    let surroundings: Surroundings
    let reports = Reports()
    private let clock: SettableClock

    // `assignments` is the history that is read, if it is not the one that is written.
    init(
        allocatePaths: [String] = ["/api/allocate"], assignments: (any AssignmentRepository)? = nil
    ) throws {
        let clock = SettableClock()
        let reports = reports
        let numbers = DistinctNumbers()
        self.clock = clock
        watches = Watches(watched: store, devices: store, policies: store, assignments: store)
        surroundings = Surroundings(
            nanosecondsSinceEpoch: { 1_790_000_000_000_000_000 },
            monotonicNanoseconds: { clock.nanoseconds },
            randomness: { numbers.next() }
        )
        service = AllocatorService(
            inventory: store,
            recorder: store,
            assignments: assignments ?? store,
            devices: store,
            policies: store,
            keys: store,
            changes: store,
            imports: store,
            requests: store,
            unmatched: store,
            watches: watches,
            watchCounts: watchCounts,
            storage: store,
            allocatePaths: allocatePaths,
            surroundings: surroundings,
            report: reports.add
        )
        _ = try store.put(.toasters)
        _ = try store.put(.heatPumps)
        _ = try store.put(ruleOf: .suffix, pattern: "-contoso-tstrsd-007", division: "toasters")
        _ = try store.put(ruleOf: .suffix, pattern: "-contoso-hpsd-088", division: "heatpumps")
        for role in Role.allCases {
            let digest = SHA256.hash(Array(Self.secret(of: role).utf8))
            _ = try store.create(
                name: role.rawValue, role: role, digest: digest, at: Timestamp(milliseconds: 0))
        }
    }

    static func secret(of role: Role) -> String { "secret of \(role.rawValue)" }

    func passTime(nanoseconds: UInt64) {
        clock.advance(by: nanoseconds)
    }

    /// Asks as DPS does, with the webhook's key.
    func allocate(_ body: String) async -> Answer {
        await ask(.post, "/api/allocate", [("x-functions-key", Self.secret(of: .webhook))], body)
    }

    /// Decides upon what is in the store, and keeps it as decided so many seconds after 2027-01-31T18:00:00Z; the request's ID
    /// ends in their number.
    func decide(_ request: AllocationRequest, at seconds: Int64) async throws {
        try await decide(
            request, atTime: Timestamp(milliseconds: 1_801_418_400_000 + seconds * 1_000),
            requestID: RequestID(high: 0x7000, low: 1 << 63 | UInt64(seconds)))
    }

    func decide(
        _ request: AllocationRequest, atTime time: Timestamp,
        requestID: RequestID = RequestID(high: 0x7000, low: 1 << 63)
    ) async throws {
        var steps: [DecisionStep]?
        let decision = try Allocator.decide(
            request, at: time, readingStandingBy: store.standing, explainingInto: &steps)
        try await store.record(
            Assignment(decidedAt: time, requestID: requestID, request: request, decision: decision))
    }

    func ask(
        _ method: HTTPMethod, _ target: String, _ fields: [(String, String)] = [], _ body: String = ""
    ) async -> Answer {
        Answer(
            await service.respond(
                to: HTTPRequest(method: method, target: target, fields: fields, body: Array(body.utf8))))
    }

    /// Asks with the key of a role.
    func ask(
        _ method: HTTPMethod, _ target: String, _ body: String = "", as role: Role,
        _ fields: [(String, String)] = []
    ) async -> Answer {
        await ask(
            method, target, [("authorization", "Bearer \(Self.secret(of: role))")] + fields, body)
    }

    func get(_ target: String, as role: Role? = nil) async -> Answer {
        await ask(.get, target, role.map { [("authorization", "Bearer \(Self.secret(of: $0))")] } ?? [])
    }
}

/// What came back, ready to be compared.
struct Answer: Equatable {
    let status: Int
    let body: String
    private let fields: [String: String]

    init(_ response: HTTPResponse) {
        status = response.status.code
        fields = Dictionary(response.fields.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
        if case .bytes(let bytes) = response.body {
            body = String(decoding: bytes, as: UTF8.self)
        } else {
            body = "a stream"
        }
    }

    subscript(_ name: String) -> String? { fields[name] }

    func json() throws -> JSONValue { try JSONValue(parsing: body) }

    /// The end of a problem's type.
    func problem() throws -> String? {
        try json()["type"]?.string?.split(separator: "/").last.map(String.init)
    }

    /// Where the faults are that a problem lists.
    func pointers() throws -> [String] {
        (try json()["errors"]?.array ?? []).compactMap { $0["pointer"]?.string }
    }
}

/// Stands in for randomness: no number comes twice.
final class DistinctNumbers: Sendable {
    private let last = Mutex<UInt64>(0)

    func next() -> UInt64 {
        last.withLock { last in
            last += 1
            // The upper bits are those that an ID keeps, the lowest byte the one that a secret does.
            return last << 32 | last
        }
    }
}

/// The lines that an operator would have seen.
final class Reports: Sendable {
    private let lines = Mutex<[String]>([])

    @Sendable func add(_ line: String) {
        lines.withLock { $0.append(line) }
    }

    var all: [String] { lines.withLock { $0 } }
}

final class SettableClock: Sendable {
    private let time = Mutex<UInt64>(0)

    var nanoseconds: UInt64 { time.withLock { $0 } }

    func advance(by nanoseconds: UInt64) {
        time.withLock { $0 += nanoseconds }
    }
}
