import Dispatch
import Glibc
import Testing

@testable import HTTP

@Suite struct HTTPClientTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    private static let short = Duration.milliseconds(60)

    @Test func `a request says who is asked, and how long its content is`() async throws {
        let server = try ScriptedServer(answering: Array(Self.ok.utf8))
        let request = HTTPClientRequest(
            .post, try server.url("/api/allocate?code=a%20b"),
            fields: [("Content-Type", "application/json"), ("X-A", "")],
            body: Array("{}".utf8))
        let response = try await HTTPClient().exchange(request, within: .seconds(10))
        #expect(summary(response) == "200 ok")
        #expect(response.fields["content-length"] == "2")
        #expect(
            server.requests.all == [
                "POST /api/allocate?code=a%20b HTTP/1.1\r\nHost: \(server.address)\r\nContent-Type: application/json\r\n"
                    + "X-A: \r\nContent-Length: 2\r\n\r\n{}"
            ])
    }

    @Test(arguments: [("GET", false), ("DELETE", false), ("POST", true), ("PUT", true), ("PATCH", true)])
    func `a length of nothing is told where content could be expected`(method: String, tells: Bool)
        async throws
    {
        let server = try ScriptedServer(answering: Array(Self.ok.utf8))
        let request = HTTPClientRequest(HTTPMethod(rawValue: method), try server.url())
        #expect(await outcome(of: request, by: HTTPClient()) == "200 ok")
        #expect(server.requests.all.first?.contains("Content-Length: 0\r\n") == tells)
    }

    @Test(arguments: [
        ("Host", "a"), ("content-length", "1"), ("Connection", "close"), ("Transfer-Encoding", "chunked"),
        ("", "a"),
        ("a b", "c"), ("a", "b\r\nc: d"), ("a", "\u{0}"),
    ])
    func `a field that would change the request's framing is not sent`(name: String, value: String)
        async throws
    {
        let request = HTTPClientRequest(.get, try HTTPURL("http://127.0.0.1:1/"), fields: [(name, value)])
        let text = await outcome(of: request, by: HTTPClient())
        #expect(text == "the field \(name.debugDescription) cannot be sent")
    }

    @Test(arguments: ["", "GET /", "CONNECT", "a\r\nb"])
    func `a method that is none is not sent`(method: String) async throws {
        let request = HTTPClientRequest(HTTPMethod(rawValue: method), try HTTPURL("http://127.0.0.1:1/"))
        #expect(await outcome(of: request, by: HTTPClient()).hasSuffix("cannot be sent"))
    }

    @Test func `our own server and client understand each other`() async throws {
        try await withServer { address, _ in
            let client = HTTPClient()
            let url = try HTTPURL("http://localhost:\(address.port)/a?b=c")
            #expect(await outcome(of: HTTPClientRequest(.get, url), by: client) == "200 GET /a?b=c ")
            let long = String(repeating: "x", count: 90_000)
            let post = HTTPClientRequest(.post, url, body: Array(long.utf8))
            #expect(await outcome(of: post, by: client) == "200 POST /a?b=c \(long)")
            #expect(await outcome(of: HTTPClientRequest(.head, url), by: client) == "200 ")
        }
    }

    @Test func `many requests at once are all answered, by few threads`() async throws {
        var configuration = HTTPClientConfiguration()
        configuration.maximumThreads = 4
        let client = HTTPClient(configuration: configuration)
        try await withServer { address, _ in
            let url = try HTTPURL("http://\(address)/")
            let answers = await withTaskGroup(of: String.self) { group in
                for _ in 0..<200 {
                    group.addTask { await outcome(of: HTTPClientRequest(.get, url), by: client) }
                }
                return await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(answers == ["200 GET / "])
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"])
    func `a server that falls silent is waited for as long as was said`(beginning: String) async throws {
        let server = try ScriptedServer { connection, _ in
            guard connection.readRequest() != nil else { return }
            connection.send(beginning)
            connection.waitForClient()
        }
        let request = HTTPClientRequest(.get, try server.url())
        #expect(await outcome(of: request, by: HTTPClient(), within: Self.short) == "no answer in time")
    }

    @Test(arguments: ["HTTP/1.1 200 OK\r\nA: ", "HTTP/1.1 200 OK\r\n\r\n"])
    func `a server that always has another byte is not waited for any longer`(beginning: String) async throws
    {
        let server = try ScriptedServer { connection, _ in
            guard connection.readRequest() != nil else { return }
            connection.send(beginning)
            while !connection.waitForClient(milliseconds: 1), connection.send([0x61]) {}
        }
        let request = HTTPClientRequest(.get, try server.url())
        #expect(await outcome(of: request, by: HTTPClient(), within: Self.short) == "no answer in time")
    }

    @Test func `a server that does not read is not waited for any longer`() async throws {
        let server = try ScriptedServer { connection, _ in connection.waitForHangUp() }
        // More than both sockets' buffers take.
        let request = HTTPClientRequest(
            .post, try server.url(), body: [UInt8](repeating: 0x61, count: 30_000_000))
        #expect(
            await outcome(of: request, by: HTTPClient(), within: .milliseconds(200)) == "no answer in time")
    }

    @Test func `an answer before the request is taken whole is read`() async throws {
        let server = try ScriptedServer { connection, _ in
            connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig")
            connection.waitForClient()
        }
        let request = HTTPClientRequest(
            .post, try server.url(), body: [UInt8](repeating: 0x61, count: 30_000_000))
        #expect(await outcome(of: request, by: HTTPClient()) == "413 big")
    }

    @Test func `a reset in the middle is a connection that ended`() async throws {
        let server = try ScriptedServer { connection, _ in
            guard connection.readRequest() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\n")
            connection.resetWhenDone()
        }
        let request = HTTPClientRequest(.get, try server.url())
        #expect(await outcome(of: request, by: HTTPClient()) == "the connection ended before the answer did")
    }

    @Test func `a port where nobody listens is unreachable`() async throws {
        let listener = try #require(try Listener.open([ListenAddress(host: "127.0.0.1", port: 0)]).first)
        close(listener.descriptor)
        let request = HTTPClientRequest(.get, try HTTPURL("http://\(listener.address)/"))
        #expect(await outcome(of: request, by: HTTPClient()) == "no connection: Connection refused")
    }

    @Test func `no time at all is no answer in time`() async throws {
        let request = HTTPClientRequest(.get, try HTTPURL("http://127.0.0.1:1/"))
        #expect(await outcome(of: request, by: HTTPClient(), within: .zero) == "no answer in time")
        #expect(await outcome(of: request, by: HTTPClient(), within: .seconds(-5)) == "no answer in time")
    }

    @Test func `a name that cannot exist has no answer, and the text says which`() async throws {
        // RFC 6761 §6.4: names below invalid do not exist. Without a resolver the error is another one.
        let request = HTTPClientRequest(.get, try HTTPURL("http://nowhere.invalid/"))
        #expect(await outcome(of: request, by: HTTPClient()).contains("nowhere.invalid"))
    }

    @Test func `a cancelled call ends, and the server sees the connection close`() async throws {
        let (asked, left) = (Gate(), Gate())
        let server = try ScriptedServer { connection, _ in
            guard connection.readRequest() != nil else { return }
            asked.open()
            connection.waitForClient()
            left.open()
        }
        let client = HTTPClient()
        let request = HTTPClientRequest(.get, try server.url())
        let call = Task { await outcome(of: request, by: client, within: .seconds(600)) }
        await asked.wait()
        call.cancel()
        #expect(await call.value == "the connection ended before the answer did")
        await left.wait()
    }

    @Test func `a call that is cancelled before it begins ends, too`() async throws {
        let server = try ScriptedServer { connection, _ in connection.waitForClient() }
        let request = HTTPClientRequest(.get, try server.url())
        let call = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await outcome(of: request, by: HTTPClient(), within: .seconds(600))
        }
        #expect(await call.value == "the connection ended before the answer did")
    }

    @Test func `a call cancelled while it waits for a thread is never sent`() async throws {
        let (asked, released) = (Gate(), DispatchSemaphore(value: 0))
        let server = try ScriptedServer { connection, _ in
            while connection.readRequest() != nil {
                asked.open()
                released.wait()
                connection.send(Self.ok)
            }
        }
        var configuration = HTTPClientConfiguration()
        configuration.maximumThreads = 1
        let client = HTTPClient(configuration: configuration)
        let (first, second) = (try server.url("/1"), try server.url("/2"))
        let call = Task { await outcome(of: HTTPClientRequest(.get, first), by: client) }
        await asked.wait()
        let waiting = Task { await outcome(of: HTTPClientRequest(.get, second), by: client) }
        while client.threads.waitingCount == 0 { await Task.yield() }
        waiting.cancel()
        #expect(await waiting.value == "the connection ended before the answer did")
        for _ in 0..<2 { released.signal() }
        #expect(await call.value == "200 ok")
        #expect(await outcome(of: HTTPClientRequest(.get, try server.url("/3")), by: client) == "200 ok")
        #expect(server.requests.all.map { $0.prefix(6) } == ["GET /1", "GET /3"])
    }

    @Test func `a call's time begins when it has a thread`() async throws {
        let (clock, asked, released) = (SteppedUptime(), Gate(), DispatchSemaphore(value: 0))
        let server = try ScriptedServer { connection, _ in
            while connection.readRequest() != nil {
                asked.open()
                released.wait()
                connection.send(Self.ok)
            }
        }
        var configuration = HTTPClientConfiguration()
        configuration.maximumThreads = 1
        configuration.uptime = { clock.now }
        let client = HTTPClient(configuration: configuration)
        let request = HTTPClientRequest(.get, try server.url())
        let call = Task { await outcome(of: request, by: client, within: .seconds(600)) }
        await asked.wait()
        let waiting = Task { await outcome(of: request, by: client, within: .seconds(20)) }
        while client.threads.waitingCount == 0 { await Task.yield() }
        clock.advance(by: .seconds(60))
        for _ in 0..<2 { released.signal() }
        #expect(await call.value == "200 ok")
        #expect(await waiting.value == "200 ok")
    }
}
