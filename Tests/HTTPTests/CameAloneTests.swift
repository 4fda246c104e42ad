import Dispatch
import HTTP
import Testing

/// A handler may hold its loop's thread only where nobody else is there to be kept waiting.
@Suite struct CameAloneTests {
    /// Stops whoever passes until the test opens it, thread and all.
    private final class Barrier: Sendable {
        private let entered = DispatchSemaphore(value: 0)
        private let opened = DispatchSemaphore(value: 0)

        func pass() {
            entered.signal()
            opened.wait()
        }

        func waitForOne() { entered.wait() }

        func open() { opened.signal() }
    }

    private static func get(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n" }

    @Test func `a request is alone unless others came while the loop was busy`() async throws {
        let barrier = Barrier()
        let handler = ClosureHandler { request in
            if request.path == "/hold" { barrier.pass() }
            return HTTPResponse(status: .ok, body: Array("\(request.cameAlone);".utf8))
        }
        try await withServer(handler) { address, _ in
            var clients: [RawClient] = []
            for _ in 1...3 {
                let client = try RawClient(address)
                client.send(Self.get("/"))
                #expect(await client.read(until: ";").hasSuffix("true;"))
                clients.append(client)
            }
            clients[0].send(Self.get("/hold"))
            barrier.waitForOne()
            // On loopback what was sent has arrived when send returns.
            clients[1].send(Self.get("/"))
            clients[2].send(Self.get("/"))
            barrier.open()
            #expect(await clients[0].read(until: ";").hasSuffix("true;"))
            #expect(await clients[1].read(until: ";").hasSuffix("false;"))
            #expect(await clients[2].read(until: ";").hasSuffix("false;"))
            clients[0].send(Self.get("/"))
            #expect(await clients[0].read(until: ";").hasSuffix("true;"))
        }
    }
}
