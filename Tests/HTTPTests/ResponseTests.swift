import HTTP
import Testing

@Suite struct ResponseTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    private func answer(
        to input: String, serverName: String? = nil, with response: HTTPResponse
    ) async throws -> String? {
        try await withServer(ClosureHandler { _ in response }, configure: { $0.serverName = serverName }) {
            address, _ in
            let client = try RawClient(address)
            client.send(input)
            client.finishSending()
            return await client.readToEnd()
        }
    }

    @Test func `an answer has its fields, the date and its length`() async throws {
        let response = HTTPResponse(
            status: .created, fields: [("Location", "/x")], body: Array("abc".utf8))
        let answer = try await answer(to: Self.get, serverName: "test", with: response)
        #expect(
            answer == "HTTP/1.1 201 Created\r\nDate: \(fixedDate)\r\nServer: test\r\nLocation: /x\r\n"
                + "Content-Length: 3\r\n\r\nabc")
    }

    @Test func `HEAD is answered without the content, but with its length`() async throws {
        let response = HTTPResponse(status: .ok, body: Array("abc".utf8))
        let head = Self.get.replacing("GET", with: "HEAD")
        let answer = try await answer(to: head + head, with: response)
        let expected = "HTTP/1.1 200 OK\r\nDate: \(fixedDate)\r\nContent-Length: 3\r\n\r\n"
        #expect(answer == expected + expected)
    }

    @Test(arguments: [
        ("HEAD / HTTP/1.1\r\n\r\n", 400), ("HEAD / HTTP/2.0\r\n\r\n", 505), ("\r\nHEAD / HTTP/1.1\n", 400),
        ("HEAD / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n", 417),
        ("HEAD / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        ("HEAD /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\n\r\n", 414),
    ])
    func `a refused HEAD has no content either`(input: String, status: Int) async throws {
        let text = "\(HTTPStatus(code: status))\n"
        let expected =
            "HTTP/1.1 \(HTTPStatus(code: status))\r\nDate: \(fixedDate)\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: \(text.utf8.count)\r\n"
            + "Connection: close\r\n\r\n"
        let response = HTTPResponse(status: .ok)
        let head = try await answer(to: input, with: response)
        #expect(head == expected)
        let get = try await answer(to: input.replacing("HEAD", with: "GET"), with: response)
        #expect(get == expected + text)
    }

    @Test(arguments: [HTTPStatus.noContent, .notModified])
    func `some answers have neither content nor length`(status: HTTPStatus) async throws {
        let answer = try await answer(
            to: Self.get, with: HTTPResponse(status: status, body: Array("abc".utf8)))
        #expect(answer == "HTTP/1.1 \(status)\r\nDate: \(fixedDate)\r\n\r\n")
    }

    @Test(arguments: [
        ("X", "a\r\nSet-Cookie: b", "X: a  Set-Cookie: b\r\n"),
        ("X", "a\nb\0c\u{7F}d\te", "X: a b c d\te\r\n"),
        ("X\r\nY", "a", ""),
        ("", "a", ""),
        ("X:", "a", ""),
        ("content-length", "99", ""),
        ("Transfer-Encoding", "chunked", ""),
        ("DATE", "never", ""),
        ("Connection", "upgrade", ""),
    ])
    func `a handler's field cannot break the answer`(
        name: String, value: String, expected: String
    ) async throws {
        let answer = try await answer(
            to: Self.get, with: HTTPResponse(status: .ok, fields: [(name, value)]))
        #expect(answer == "HTTP/1.1 200 OK\r\nDate: \(fixedDate)\r\n\(expected)Content-Length: 0\r\n\r\n")
    }

    @Test(arguments: [0, 99, 100, 101, 1000, -5])
    func `a status that is none is sent as 500`(code: Int) async throws {
        let answer = try await answer(to: Self.get, with: HTTPResponse(status: HTTPStatus(code: code)))
        #expect(answer?.hasPrefix("HTTP/1.1 500 Internal Server Error\r\n") == true)
    }

    @Test func `a status without a phrase keeps its space`() async throws {
        // RFC 9112 §4.
        let answer = try await answer(to: Self.get, with: HTTPResponse(status: HTTPStatus(code: 299)))
        #expect(answer == "HTTP/1.1 299 \r\nDate: \(fixedDate)\r\nContent-Length: 0\r\n\r\n")
    }

    @Test func `a handler may close the connection`() async throws {
        let response = HTTPResponse(status: .ok, fields: [("Connection", "close")])
        let answer = try await answer(to: Self.get + Self.get, with: response)
        #expect(answer.map(summary) == "200! ")
    }

    @Test func `HTTP/1.0 is told that the connection is kept`() async throws {
        let input = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
        let answer = try await answer(to: input, with: HTTPResponse(status: .ok))
        #expect(
            answer == "HTTP/1.1 200 OK\r\nDate: \(fixedDate)\r\nContent-Length: 0\r\n"
                + "Connection: keep-alive\r\n\r\n")
    }

    @Test func `large content arrives whole`() async throws {
        let content = (0..<3_000_000).map { UInt8(0x61 + $0 % 26) }
        let answer = try await answer(to: Self.get, with: HTTPResponse(status: .ok, body: content))
        #expect(answer.map(summary) == "200 " + String(decoding: content, as: UTF8.self))
    }

    private static let streamed = HTTPResponse(
        status: .ok,
        body: .stream { writer in
            try await writer.write(Array("abc".utf8))
            try await writer.write([])
            try await writer.write(Array("0123456789abcdef!".utf8))
        })

    @Test func `a stream is sent in chunks, and the connection goes on`() async throws {
        let answer = try await answer(to: Self.get + Self.get, with: Self.streamed)
        let expected =
            "HTTP/1.1 200 OK\r\nDate: \(fixedDate)\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\nabc\r\n11\r\n0123456789abcdef!\r\n0\r\n\r\n"
        #expect(answer == expected + expected)
    }

    @Test func `a stream for HTTP/1.0 ends with the connection`() async throws {
        let input = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
        let answer = try await answer(to: input, with: Self.streamed)
        #expect(
            answer == "HTTP/1.1 200 OK\r\nDate: \(fixedDate)\r\nConnection: close\r\n\r\n"
                + "abc0123456789abcdef!")
    }

    @Test func `a stream for HEAD is not run`() async throws {
        let response = HTTPResponse(
            status: .ok, body: .stream { _ in Issue.record("the stream ran") })
        let answer = try await answer(to: Self.get.replacing("GET", with: "HEAD"), with: response)
        #expect(
            answer == "HTTP/1.1 200 OK\r\nDate: \(fixedDate)\r\nTransfer-Encoding: chunked\r\n\r\n")
    }

    @Test func `a stream that fails is cut, not ended`() async throws {
        struct Failure: Error {}
        let response = HTTPResponse(
            status: .ok,
            body: .stream { writer in
                try await writer.write(Array("abc".utf8))
                throw Failure()
            })
        let answer = try await answer(to: Self.get, with: response)
        #expect(answer?.hasSuffix("\r\n\r\n3\r\nabc\r\n") == true)
    }

    @Test func `a large stream arrives whole`() async throws {
        let response = HTTPResponse(
            status: .ok,
            body: .stream { writer in
                for _ in 0..<100 { try await writer.write([UInt8](repeating: 0x61, count: 50_000)) }
            })
        let answer = try await answer(to: Self.get, with: response)
        let chunk = "c350\r\n" + String(repeating: "a", count: 50_000) + "\r\n"
        #expect(answer?.hasSuffix(String(repeating: chunk, count: 100) + "0\r\n\r\n") == true)
    }
}
