import HTTP
import Testing

@Suite struct ConnectionTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test(arguments: ["127.0.0.1", "::1"])
    func `a server listens on IPv4 and IPv6`(host: String) async throws {
        let handler = ClosureHandler { HTTPResponse(status: .ok, body: Array($0.remoteAddress.utf8)) }
        try await withServer(handler, addresses: [ListenAddress(host: host, port: 0)]) { address, _ in
            #expect(address.port != 0)
            let answers = try await exchange([Array(Self.get.utf8)], with: address)
            #expect(answers == "200 \(host)")
        }
    }

    @Test func `localhost is both loopback addresses on one port`() async throws {
        try await withServer(addresses: [ListenAddress(host: "localhost", port: 0)]) { address, _ in
            for host in ["127.0.0.1", "::1"] {
                let answers = try await exchange(
                    [Array(Self.get.utf8)], with: ListenAddress(host: host, port: address.port))
                #expect(answers == "200 GET / ")
            }
        }
    }

    @Test func `an empty host is every address, and IPv4 clients look like IPv4`() async throws {
        let handler = ClosureHandler { HTTPResponse(status: .ok, body: Array($0.remoteAddress.utf8)) }
        try await withServer(handler, addresses: [ListenAddress(host: "", port: 0)]) { address, _ in
            let answers = try await exchange(
                [Array(Self.get.utf8)], with: ListenAddress(host: "127.0.0.1", port: address.port))
            #expect(answers == "200 127.0.0.1")
        }
    }

    @Test func `an address in use is an error in one line`() async throws {
        try await withServer { address, _ in
            let other = HTTPServer(
                configuration: HTTPServerConfiguration(addresses: [address]), handler: echo)
            let error = #expect(throws: HTTPServerError.self) { try other.start() }
            #expect(error?.reason == .addressInUse)
            #expect(
                error?.description == "cannot listen on \(address): the address is in use by another process")
        }
    }

    @Test func `an address of another machine is an error`() {
        let server = HTTPServer(
            configuration: HTTPServerConfiguration(addresses: [ListenAddress(host: "192.0.2.1", port: 0)]),
            handler: echo)
        let error = #expect(throws: HTTPServerError.self) { try server.start() }
        #expect(error?.reason == .addressNotAvailable)
    }

    @Test func `a server starts once`() async throws {
        try await withServer { _, server in
            let error = #expect(throws: HTTPServerError.self) { try server.start() }
            #expect(error?.reason == .alreadyStarted)
        }
    }

    @Test func `one connection too many is answered 503`() async throws {
        let events = Notes<HTTPServerEvent>()
        try await withServer(configure: {
            $0.limits.maximumConnections = 1
            $0.onEvent = { events.add($0) }
        }) { address, _ in
            let first = try RawClient(address)
            first.send(Self.get)
            #expect(await first.read(until: "GET / ").hasPrefix("HTTP/1.1 200"))
            let second = try RawClient(address)
            let refusal = await second.readToEnd()
            #expect(refusal.map(summary) == "503!")
            #expect(refusal?.contains("\r\nRetry-After: 1\r\n") == true)
            first.send(Self.get)
            first.finishSending()
            #expect(await first.readToEnd().map(summary) == "200 GET / ")
            #expect(events.all == [.connectionRefused])
        }
    }

    @Test(arguments: [1, 2, 4])
    func `many clients at once are all served`(loops: Int) async throws {
        try await withServer(loops: loops) { address, _ in
            let clients = try (0..<50).map { _ in try RawClient(address) }
            for round in 0..<10 {
                for client in clients { client.send("GET /\(round) HTTP/1.1\r\nHost: a\r\n\r\n") }
                for client in clients {
                    #expect(await summary(client.read(until: "GET /\(round) ")) == "200 GET /\(round) ")
                }
            }
        }
    }

    @Test func `a long pipeline is answered whole`() async throws {
        try await withServer { address, _ in
            let answers = try await exchange(
                [Array(String(repeating: Self.get, count: 500).utf8)], with: address)
            #expect(answers == Array(repeating: "200 GET / ", count: 500).joined(separator: " | "))
        }
    }

    @Test func `an answer is not held back while the next request's handler waits`() async throws {
        let gate = Gate()
        let handler = ClosureHandler { request in
            if request.path == "/slow" { await gate.wait() }
            return HTTPResponse(status: .ok, body: Array(request.path.utf8))
        }
        try await withServer(handler) { address, _ in
            let client = try RawClient(address)
            client.send("GET /fast HTTP/1.1\r\nHost: a\r\n\r\nGET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await summary(client.read(until: "/fast")) == "200 /fast")
            gate.open()
            #expect(await summary(client.read(until: "/slow")) == "200 /slow")
        }
    }

    @Test func `a client that leaves in the middle does no harm`() async throws {
        try await withServer { address, _ in
            for length in 1..<Self.get.utf8.count {
                try RawClient(address).send(String(Self.get.prefix(length)))
            }
            let answers = try await exchange([Array(Self.get.utf8)], with: address)
            #expect(answers == "200 GET / ")
        }
    }

    @Test func `a handler may leave the loop and come back`() async throws {
        actor Counter {
            var count = 0
            func next() -> Int {
                count += 1
                return count
            }
        }
        let counter = Counter()
        let handler = ClosureHandler { _ in
            HTTPResponse(status: .ok, body: Array("\(await counter.next())".utf8))
        }
        try await withServer(handler, loops: 2) { address, _ in
            let answers = try await exchange(
                [Array(String(repeating: Self.get, count: 100).utf8)], with: address)
            #expect(answers == (1...100).map { "200 \($0)" }.joined(separator: " | "))
        }
    }

    @Test func `a handler is cancelled when its client's connection breaks`() async throws {
        let (entered, cancelled) = (Gate(), Gate())
        let handler = ClosureHandler { _ in
            entered.open()
            await withTaskCancellationHandler {
                await cancelled.wait()
            } onCancel: {
                cancelled.open()
            }
            return HTTPResponse(status: .ok)
        }
        try await withServer(handler) { address, _ in
            var client: RawClient? = try RawClient(address)
            client?.send(Self.get)
            await entered.wait()
            client?.resetWhenDone()
            client = nil
            await cancelled.wait()
        }
    }

    @Test func `a client that sends without end leaves others their turn`() async throws {
        let (seen, other) = (Gate(), Gate())
        let handler = ClosureHandler { request in
            guard request.method == .post else {
                other.open()
                return HTTPResponse(status: .ok)
            }
            var total = 0
            while let piece = try? await request.body.next() {
                total += piece.count
                seen.open()
            }
            return HTTPResponse(status: .ok, body: Array("\(total)".utf8))
        }
        try await withServer(handler) { address, _ in
            let size = 100_000_000
            let client = try RawClient(address)
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
            client.send([UInt8](repeating: 0x61, count: 100_000))
            await seen.wait()
            let sending = Task.detached { client.send([UInt8](repeating: 0x61, count: size - 100_000)) }
            let answers = try await exchange([Array(Self.get.utf8)], with: address)
            #expect(answers == "200 ")
            await other.wait()
            await sending.value
            client.finishSending()
            #expect(await client.readToEnd().map(summary) == "200 \(size)")
        }
    }
}
