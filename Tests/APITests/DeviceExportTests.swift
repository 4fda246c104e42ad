import Allocation
import Contoso
import HTTP
import InMemoryStore
import Testing

@testable import API

@Suite struct DeviceExportTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    private func ask(
        _ method: HTTPMethod, _ target: String, as role: Role = .auditor
    ) async -> HTTPResponse {
        let fields = [("authorization", "Bearer \(ServiceUnderTest.secret(of: role))")]
        return await service.service.respond(
            to: HTTPRequest(method: method, target: target, fields: fields))
    }

    @Test(arguments: [
        ("/api/devices.csv", "text/csv; charset=utf-8; header=present", "devices.csv"),
        ("/api/devices.ndjson", "application/x-ndjson", "devices.ndjson"),
        ("/api/import-template.csv", "text/csv; charset=utf-8; header=present", "devices-template.csv"),
    ])
    func `a download has a type and a name`(target: String, type: String, name: String) async {
        for method in [HTTPMethod.get, .head] {
            for role in [Role.fleet, .auditor, .admin] {
                let answer = Answer(await ask(method, target, as: role))
                #expect(answer.status == 200)
                #expect(answer["content-type"] == type)
                #expect(answer["content-disposition"] == "attachment; filename=\"\(name)\"")
            }
        }
        #expect(await ask(.get, target, as: .webhook).status.code == 403)
        #expect(await service.get(target).status == 401)
    }

    @Test(arguments: [
        (
            "/api/devices.csv?limit=3&bom=perhaps&status=gone&updatedSince=x",
            ["/limit", "/bom", "/status", "/updatedSince"]
        ),
        ("/api/devices.ndjson?bom=true&sort=note", ["/bom", "/sort"]),
    ])
    func `an export takes the filters of the list, and tells every parameter at fault`(
        target: String, pointers: [String]
    ) async throws {
        for method in [HTTPMethod.get, .head] {
            let answer = Answer(await ask(method, target))
            #expect(answer.status == 400)
            let faults = try JSONValue(parsing: answer.body)["errors"]?.array ?? []
            #expect(Set(faults.compactMap { $0["pointer"]?.string }) == Set(pointers))
        }
    }

    @Test func `one export too many is asked to come again, until one is dropped`() async {
        var exports: [HTTPResponse] = []
        for _ in 0..<DeviceExportEndpoint.mostAtOnce { exports.append(await ask(.get, "/api/devices.csv")) }
        #expect(exports.allSatisfy { $0.status == .ok })
        let refused = Answer(await ask(.get, "/api/devices.ndjson"))
        #expect(refused.status == 503 && refused["retry-after"] == "10")
        #expect(await ask(.head, "/api/devices.ndjson").status == .ok)
        exports.removeLast()
        #expect(await ask(.get, "/api/devices.ndjson").status == .ok)
    }

    @Test func `a store that cannot answer takes no place`() async throws {
        let broken = DeviceExportEndpoint(devices: BrokenDevices(), report: { _ in })
        let route = broken.routes.first { $0.path.hasSuffix("csv") }
        let context = RequestContext(
            request: HTTPRequest(method: .get, target: "/api/devices.csv"),
            id: RequestID(nanoseconds: 0, randomness: 0))
        for _ in 0...DeviceExportEndpoint.mostAtOnce {
            let problem = await #expect(throws: Problem.self) { try await route?.respond(context) }
            #expect(problem?.detail.hasPrefix("The inventory cannot be read") == true)
        }
    }

    @Test func `when its time is up an export has nothing more to read and gives its place back`()
        async throws
    {
        let places = Places(1)
        let (ended, end) = AsyncStream<Void>.makeStream()
        let export = DeviceExport(
            WatchedReading { end.finish() }, in: try #require(places.take()), on: Background("export"),
            atMost: .milliseconds(1))
        for await _ in ended {}
        await #expect(throws: DeviceExport.Failure.self) { try await export.next(atMost: 1) }
        #expect(places.take() != nil)
    }

    @Test func `the fields of an import are told in words`() async throws {
        let answer = Answer(await ask(.get, "/api/import-fields", as: .fleet))
        let fields = try JSONValue(parsing: answer.body)["fields"]?.array ?? []
        #expect(fields.count == ImportTemplate.fields.count)
        #expect(fields.first?["name"] == "registrationId")
        #expect(fields.allSatisfy { $0["meaning"]?.string != nil && $0["example"]?.string != nil })
    }
}

/// Tells when nobody holds it any more.
private final class WatchedReading: DeviceReading {
    private let atEnd: @Sendable () -> Void

    init(atEnd: @escaping @Sendable () -> Void) {
        self.atEnd = atEnd
    }

    deinit {
        atEnd()
    }

    func next(atMost count: Int) -> [DeviceRecord] { [] }
}

/// A store that cannot be read.
private struct BrokenDevices: DeviceRepository {
    private static let fault = StoreError.unavailable("locked")

    func device(_ registrationID: RegistrationID) throws(StoreError) -> RegisteredDevice? { throw Self.fault }

    func page(of query: DeviceQuery) throws(StoreError) -> DevicePage { throw Self.fault }

    func devices(
        similarTo registrationID: RegistrationID, limit: Int
    ) throws(StoreError) -> [SimilarDevice] { throw Self.fault }

    func reading(of filter: DeviceFilter) throws(StoreError) -> any DeviceReading { throw Self.fault }

    func change(
        _ registrationID: RegistrationID, if precondition: Precondition, in context: ChangeContext,
        _ change: (RegisteredDevice?) throws(ChangeRefusal) -> Device?
    ) throws(ChangeRefusal) -> Changed<RegisteredDevice> { throw .store(Self.fault) }
}
