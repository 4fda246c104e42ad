import HTTP
import Testing

@Suite struct BodyTests {
    private static let expecting =
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"

    @Test func `a client that waits for 100 is sent it when the body is read`() async throws {
        try await withServer { address, _ in
            let client = try RawClient(address)
            client.send(Self.expecting)
            #expect(await client.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            client.send("abc")
            client.finishSending()
            #expect(await client.readToEnd().map(summary) == "200 POST / abc")
        }
    }

    @Test func `100 is left out when the body is already there`() async throws {
        try await withServer { address, _ in
            let answers = try await exchange([Array((Self.expecting + "abc").utf8)], with: address)
            #expect(answers == "200 POST / abc")
        }
    }

    @Test(arguments: ["Content-Length: 3\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"])
    func `100 is sent before any content has come, whatever the framing`(rest: String) async throws {
        try await withServer { address, _ in
            let client = try RawClient(address)
            client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-CONTINUE\r\n\(rest)")
            #expect(await client.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            client.send(rest.hasPrefix("C") ? "abc" : "3\r\nabc\r\n0\r\n\r\n")
            client.finishSending()
            #expect(await client.readToEnd().map(summary) == "200 POST / abc")
        }
    }

    @Test func `HTTP/1.0 is never sent 100`() async throws {
        try await withServer { address, _ in
            let client = try RawClient(address)
            client.send("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
            #expect(await client.hasInput(within: 50) == false)
            client.send("abc")
            client.finishSending()
            #expect(await client.readToEnd().map(summary) == "200! POST / abc")
        }
    }

    @Test func `trailers do not become fields`() async throws {
        let handler = ClosureHandler { request in
            _ = try? await request.body.collect(upTo: 100)
            let names = request.fields.all.map(\.name).joined(separator: ",")
            return HTTPResponse(status: .ok, body: Array(names.utf8))
        }
        try await withServer(handler) { address, _ in
            let input =
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\nHost: b\r\n\r\n"
            let answers = try await exchange([Array(input.utf8)], with: address)
            #expect(answers == "200 Host,Transfer-Encoding")
        }
    }

    @Test func `a refused expectation is answered at once, and the connection closes`() async throws {
        try await withServer { address, _ in
            let client = try RawClient(address)
            client.send(Self.expecting.replacing("POST /", with: "POST /unread"))
            #expect(await summary(client.read(until: "/unread ")) == "200! POST /unread ")
            client.finishSending()
            #expect(await client.readToEnd() == "")
        }
    }

    @Test(arguments: [
        ("Content-Length: 10\r\n\r\n0123456789", 10, "200 0123456789"),
        ("Content-Length: 10\r\n\r\n0123456789", 9, "413"),
        ("Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n", 10, "200 0123456789"),
        ("Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n", 9, "413!"),
        ("Content-Length: 10\r\n\r\n0123456789", Int.max, "200 0123456789"),
        ("Content-Length: 1000000000000\r\n\r\n0123456789", 10, "413!"),
        ("Content-Length: 10\r\n\r\n0123456789", -1, "413"),
    ])
    func `a body larger than the handler accepts is 413`(
        rest: String, limit: Int, expected: String
    ) async throws {
        let handler = ClosureHandler { request in
            do throws(HTTPBodyError) {
                return HTTPResponse(status: .ok, body: try await request.body.collect(upTo: limit))
            } catch {
                return HTTPResponse(status: error.status)
            }
        }
        try await withServer(handler) { address, _ in
            let input = "POST / HTTP/1.1\r\nHost: a\r\n" + rest
            let answers = try await exchange([Array(input.utf8)], with: address)
            #expect(answers == expected)
        }
    }

    @Test func `a client sees the answer to a body that is not read`() async throws {
        try await withServer { address, _ in
            let client = try RawClient(address)
            client.send("POST /unread HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n")
            client.send([UInt8](repeating: 0x61, count: 900_000))
            client.finishSending()
            #expect(await client.readToEnd().map(summary) == "200! POST /unread ")
        }
    }

    @Test(arguments: [false, true])
    func `a large body streams in pieces`(isChunked: Bool) async throws {
        let (size, pieceLimit) = (8_000_000, 64 * 1024)
        let handler = ClosureHandler { request in
            var (total, largest) = (0, 0)
            do throws(HTTPBodyError) {
                while let piece = try await request.body.next() {
                    total += piece.count
                    largest = max(largest, piece.count)
                }
            } catch {
                return HTTPResponse(status: error.status)
            }
            return HTTPResponse(status: .ok, body: Array("\(total) \(largest <= pieceLimit)".utf8))
        }
        try await withServer(handler) { address, _ in
            let client = try RawClient(address)
            let body = [UInt8](repeating: 0x61, count: size)
            if isChunked {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                client.send("\(String(size, radix: 16))\r\n")
                client.send(body)
                client.send("\r\n0\r\n\r\n")
            } else {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
                client.send(body)
            }
            client.finishSending()
            #expect(await client.readToEnd().map(summary) == "200 \(size) true")
        }
    }

    @Test func `a body read outside the loop's task is read all the same`() async throws {
        let handler = ClosureHandler { request in
            let body = await Task.detached { try? await request.body.collect(upTo: 100) }.value
            return HTTPResponse(status: .ok, body: body ?? [])
        }
        try await withServer(handler) { address, _ in
            let input = ["POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n", "ab", "cd"]
            let answers = try await exchange(input.map { Array($0.utf8) }, with: address)
            #expect(answers == "200 abcd")
        }
    }

    @Test func `a body kept beyond its request is refused`() async throws {
        let kept = Notes<HTTPRequestBody>()
        let handler = ClosureHandler { request in
            kept.add(request.body)
            return HTTPResponse(status: .ok)
        }
        try await withServer(handler) { address, _ in
            let answers = try await exchange([Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)], with: address)
            #expect(answers == "200 ")
            let body = try #require(kept.all.first)
            // The handler holds what is kept: a cycle, through the body's connection and server.
            kept.removeAll()
            await #expect(throws: HTTPBodyError.disconnected) { try await body.collect(upTo: 10) }
        }
    }

    @Test func `a body cut short is an error for its reader`() async throws {
        let errors = Notes<HTTPBodyError>()
        let handler = ClosureHandler { request in
            do throws(HTTPBodyError) {
                _ = try await request.body.collect(upTo: 100)
            } catch {
                errors.add(error)
            }
            return HTTPResponse(status: .ok)
        }
        try await withServer(handler) { address, _ in
            _ = try await exchange(
                [Array("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab".utf8)], with: address)
            #expect(errors.all == [.disconnected])
        }
    }

    @Test func `a request made in memory has its body`() async throws {
        let request = HTTPRequest(
            method: .post, target: "/a?b", fields: [("X", "y")], body: Array("abc".utf8))
        await #expect(throws: HTTPBodyError.tooLarge) { try await request.body.collect(upTo: 2) }
        #expect(try await request.body.collect(upTo: 3) == Array("abc".utf8))
        #expect(try await request.body.next() == nil)
        #expect(request.path == "/a")
        #expect(request.query == "b")
        #expect(request.fields["x"] == "y")
    }
}
