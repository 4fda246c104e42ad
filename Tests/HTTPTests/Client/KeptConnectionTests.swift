import Testing

@testable import HTTP

@Suite struct KeptConnectionTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    /// Answers `count` requests on each connection, and closes without a word.
    private static func server(answering count: Int, with answer: String = ok) throws -> (
        ScriptedServer, Notes<Int>
    ) {
        let connections = Notes<Int>()
        let server = try ScriptedServer { connection, number in
            connections.add(number)
            for _ in 0..<count where connection.readRequest() != nil { connection.send(answer) }
            // The next request is read, and not answered.
            if count > 0 { _ = connection.readRequest() }
        }
        return (server, connections)
    }

    @Test func `a connection is used again`() async throws {
        let (server, connections) = try Self.server(answering: 10)
        let client = HTTPClient()
        for _ in 0..<10 {
            let request = HTTPClientRequest(.post, try server.url(), body: [0x61])
            #expect(await outcome(of: request, by: client) == "200 ok")
        }
        #expect(connections.all == [0])
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n",
    ])
    func `a connection that ends or goes wrong is not used again`(answer: String) async throws {
        let (server, connections) = try Self.server(answering: 10, with: answer)
        let client = HTTPClient()
        for _ in 0..<2 {
            #expect(await outcome(of: HTTPClientRequest(.get, try server.url()), by: client) == "200 ok")
        }
        #expect(connections.all == [0, 1])
    }

    @Test func `a connection is not used again after its time`() async throws {
        let clock = SteppedUptime()
        var configuration = HTTPClientConfiguration()
        configuration.uptime = { clock.now }
        let client = HTTPClient(configuration: configuration)
        let (server, connections) = try Self.server(answering: 10)
        let request = HTTPClientRequest(.get, try server.url())
        #expect(await outcome(of: request, by: client) == "200 ok")
        clock.advance(by: .seconds(31))
        #expect(await outcome(of: request, by: client) == "200 ok")
        #expect(connections.all == [0, 1])
    }

    @Test func `a connection that the server closed meanwhile is noticed`() async throws {
        let server = try ScriptedServer(answering: Array(Self.ok.utf8))
        let client = HTTPClient()
        for _ in 0..<3 {
            #expect(await outcome(of: HTTPClientRequest(.get, try server.url()), by: client) == "200 ok")
        }
        #expect(server.requests.all.count == 3)
    }

    @Test(arguments: ["GET", "PUT", "DELETE", "POST", "PATCH"])
    func `a request is sent again when a kept connection ends before a byte of the answer`(method: String)
        async throws
    {
        let (server, connections) = try Self.server(answering: 1)
        var configuration = HTTPClientConfiguration()
        configuration.repeatsPosts = true
        let client = HTTPClient(configuration: configuration)
        let request = HTTPClientRequest(HTTPMethod(rawValue: method), try server.url())
        #expect(await outcome(of: request, by: client) == "200 ok")
        #expect(await outcome(of: request, by: client) == "200 ok")
        #expect(connections.all == [0, 1])
        #expect(server.requests.all.count == 3)
    }

    @Test(arguments: [
        ("GET", "200 ok"), ("POST", "the connection ended before the answer did"),
        ("PATCH", "the connection ended before the answer did"),
    ])
    func `only what may be repeated is sent again, unless posts are said to`(method: String, expected: String)
        async throws
    {
        let client = HTTPClient()
        let (server, _) = try Self.server(answering: 1)
        let request = HTTPClientRequest(HTTPMethod(rawValue: method), try server.url())
        #expect(await outcome(of: request, by: client) == "200 ok")
        #expect(await outcome(of: request, by: client) == expected)
    }

    @Test func `where none is kept, each request has its connection, and says so`() async throws {
        var configuration = HTTPClientConfiguration()
        configuration.keptConnections = 0
        let client = HTTPClient(configuration: configuration)
        let (server, connections) = try Self.server(answering: 10)
        for _ in 0..<2 {
            let request = HTTPClientRequest(.post, try server.url(), body: [0x61])
            #expect(await outcome(of: request, by: client) == "200 ok")
        }
        #expect(connections.all == [0, 1])
        #expect(server.requests.all.allSatisfy { $0.contains("\r\nConnection: close\r\n") })
    }

    @Test func `a request is not sent again when a byte of the answer came`() async throws {
        let server = try ScriptedServer { connection, _ in
            guard connection.readRequest() != nil else { return }
            connection.send(Self.ok)
            guard connection.readRequest() != nil else { return }
            connection.send("H")
        }
        let client = HTTPClient()
        let request = HTTPClientRequest(.get, try server.url())
        #expect(await outcome(of: request, by: client) == "200 ok")
        #expect(await outcome(of: request, by: client) == "the connection ended before the answer did")
        #expect(server.requests.all.count == 2)
    }

    @Test func `a request that fails on a new connection is not sent again`() async throws {
        let (server, connections) = try Self.server(answering: 0)
        let request = HTTPClientRequest(.get, try server.url())
        #expect(await outcome(of: request, by: HTTPClient()) == "the connection ended before the answer did")
        #expect(connections.all == [0])
    }

    @Test func `a cancelled call is not sent again on another connection`() async throws {
        let asked = Gate()
        let server = try ScriptedServer { connection, number in
            guard connection.readRequest() != nil else { return }
            connection.send(Self.ok)
            guard number == 0, connection.readRequest() != nil else { return }
            asked.open()
            connection.waitForClient()
        }
        var configuration = HTTPClientConfiguration()
        configuration.maximumThreads = 1
        let client = HTTPClient(configuration: configuration)
        let request = HTTPClientRequest(.get, try server.url())
        #expect(await outcome(of: request, by: client) == "200 ok")
        let call = Task { await outcome(of: request, by: client) }
        await asked.wait()
        call.cancel()
        #expect(await call.value == "the connection ended before the answer did")
        // The one thread is done with the cancelled call when this is answered.
        #expect(await outcome(of: request, by: client) == "200 ok")
        #expect(server.requests.all.count == 3)
    }
}
