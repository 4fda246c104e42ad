import HTTP
import Testing

@Suite struct StopTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test(arguments: [1, 3])
    func `stopping answers the request in flight, and closes`(loops: Int) async throws {
        let (entered, release) = (Gate(), Gate())
        let handler = ClosureHandler { _ in
            entered.open()
            await release.wait()
            return HTTPResponse(status: .ok, body: Array("done".utf8))
        }
        try await withServer(handler, loops: loops) { address, server in
            let idle = try RawClient(address)
            let busy = try RawClient(address)
            busy.send(Self.get)
            await entered.wait()
            let stopping = Task { await server.stop() }
            // The idle connection's end shows that stopping has begun.
            #expect(await idle.readToEnd() == "")
            release.open()
            #expect(await busy.readToEnd().map(summary) == "200! done")
            await stopping.value
            #expect(throws: HTTPServerError.self) { try RawClient(address) }
        }
    }

    @Test func `stopping cuts what does not finish in time`() async throws {
        let (entered, release, left) = (Gate(), Gate(), Gate())
        let events = Notes<HTTPServerEvent>()
        let handler = ClosureHandler { _ in
            entered.open()
            await release.wait()
            left.open()
            return HTTPResponse(status: .ok)
        }
        try await withServer(
            handler,
            configure: {
                $0.limits.drainTimeout = .milliseconds(40)
                $0.onEvent = { events.add($0) }
            }
        ) { address, server in
            let client = try RawClient(address)
            client.send(Self.get)
            await entered.wait()
            await server.stop()
            #expect(await client.readToEnd() == "")
            #expect(events.all == [.drainExpired(connections: 1)])
            // The handler outlives the server without harm.
            release.open()
            await left.wait()
        }
    }

    @Test func `stopping cuts a request that is still arriving`() async throws {
        try await withServer(configure: { $0.limits.drainTimeout = .milliseconds(40) }) { address, server in
            let client = try RawClient(address)
            client.send(Self.get + "GET / HT")
            #expect(await client.read(until: "GET / ").hasPrefix("HTTP/1.1 200 OK"))
            await server.stop()
            #expect(await client.readToEnd() == "")
        }
    }

    @Test func `stopping twice, and before the start, is harmless`() async throws {
        let server = HTTPServer(
            configuration: HTTPServerConfiguration(addresses: [ListenAddress(host: "127.0.0.1", port: 0)]),
            handler: echo)
        await server.stop()
        #expect(throws: HTTPServerError.self) { try server.start() }
        try await withServer { _, server in
            async let first: Void = server.stop()
            async let second: Void = server.stop()
            _ = await (first, second)
        }
    }
}
