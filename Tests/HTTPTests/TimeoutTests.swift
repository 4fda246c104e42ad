import HTTP
import Testing

@Suite struct TimeoutTests {
    private static let short = Duration.milliseconds(40)

    @Test(arguments: ["GET / HTTP/1.1\r\nHost", "G", "\r\n", "GET / HTTP/1.1\r\nHost: a\r\n"])
    func `a head that does not come in time is answered 408`(input: String) async throws {
        try await withServer(configure: { $0.limits.headReadTimeout = Self.short }) { address, _ in
            let client = try RawClient(address)
            client.send(input)
            #expect(await client.readToEnd().map(summary) == "408!")
        }
    }

    @Test func `the head's time counts from its first byte, not from its last`() async throws {
        try await withServer(configure: { $0.limits.headReadTimeout = .milliseconds(200) }) { address, _ in
            let client = try RawClient(address)
            // A byte now and then, for ever: each fruitless short read is the pause between two bytes.
            client.send("GET / HTTP/1.1\r\n")
            var answer: String?
            for _ in 0..<1000 where answer == nil {
                client.send("X")
                answer = await client.hasInput(within: 10) ? client.readToEnd() : nil
            }
            #expect(answer.map(summary) == "408!")
        }
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"])
    func `an idle connection is closed without a word`(input: String) async throws {
        try await withServer(configure: { $0.limits.idleTimeout = Self.short }) { address, _ in
            let client = try RawClient(address)
            client.send(input)
            #expect(await client.readToEnd().map(summary) == (input.isEmpty ? "" : "200 GET / "))
        }
    }

    @Test(arguments: ["Content-Length: 5\r\n\r\nab", "Transfer-Encoding: chunked\r\n\r\n5\r\nab"])
    func `a body that does not come in time is answered 408`(rest: String) async throws {
        try await withServer(configure: { $0.limits.bodyTimeout = Self.short }) { address, _ in
            let client = try RawClient(address)
            client.send("POST / HTTP/1.1\r\nHost: a\r\n" + rest)
            #expect(await client.readToEnd().map(summary) == "408!")
        }
    }

    @Test func `an unread body that does not come closes the connection after the answer`() async throws {
        try await withServer(configure: { $0.limits.bodyTimeout = Self.short }) { address, _ in
            let client = try RawClient(address)
            client.send("POST /unread HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")
            #expect(await client.readToEnd().map(summary) == "200 POST /unread ")
        }
    }

    @Test func `a client that never reads is cut, and holds up nobody`() async throws {
        let handler = ClosureHandler { request in
            let size = request.path == "/large" ? 50_000_000 : 2
            return HTTPResponse(status: .ok, body: [UInt8](repeating: 0x61, count: size))
        }
        try await withServer(handler, configure: { $0.limits.writeTimeout = Self.short }) { address, _ in
            let deaf = try RawClient(address)
            deaf.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            let other = try await exchange([Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)], with: address)
            #expect(other == "200 aa")
            await deaf.waitForHangUp()
            #expect(await deaf.readToEnd() == nil)
        }
    }

    @Test func `a client that never reads a stream fails its writer`() async throws {
        let errors = Notes<HTTPBodyError>()
        let failed = Gate()
        let handler = ClosureHandler { _ in
            let body = HTTPResponseBody.stream { writer in
                do throws(HTTPBodyError) {
                    while true { try await writer.write([UInt8](repeating: 0x61, count: 100_000)) }
                } catch {
                    errors.add(error)
                    failed.open()
                    throw error
                }
            }
            return HTTPResponse(status: .ok, body: body)
        }
        try await withServer(handler, configure: { $0.limits.writeTimeout = Self.short }) { address, _ in
            let deaf = try RawClient(address)
            deaf.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            await failed.wait()
            #expect(errors.all == [.timedOut])
        }
    }

    @Test func `little of a stream piles up before a client that does not read`() async throws {
        let (written, failed) = (Notes<Int>(), Gate())
        let handler = ClosureHandler { _ in
            let body = HTTPResponseBody.stream { writer in
                defer { failed.open() }
                while true {
                    try await writer.write([UInt8](repeating: 0x61, count: 65_536))
                    written.add(65_536)
                }
            }
            return HTTPResponse(status: .ok, body: body)
        }
        try await withServer(handler, configure: { $0.limits.writeTimeout = Self.short }) { address, _ in
            let deaf = try RawClient(address)
            deaf.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            await failed.wait()
            #expect(written.all.reduce(0, +) < 1_000_000)
        }
    }

    @Test func `a handler over its time is reported once`() async throws {
        let (events, release, reported) = (Notes<HTTPServerEvent>(), Gate(), Gate())
        let handler = ClosureHandler { _ in
            await release.wait()
            return HTTPResponse(status: .ok)
        }
        try await withServer(handler) { configuration in
            configuration.limits.handlerNoticeTime = Self.short
            configuration.onEvent = {
                events.add($0)
                reported.open()
            }
        } _: { address, _ in
            let client = try RawClient(address)
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            await reported.wait()
            release.open()
            client.finishSending()
            #expect(await client.readToEnd().map(summary) == "200 ")
            #expect(events.all == [.handlerOverdue(remoteAddress: "127.0.0.1")])
        }
    }
}
