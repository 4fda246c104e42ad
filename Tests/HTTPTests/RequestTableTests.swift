import Testing

@testable import HTTP

extension RequestRow: CustomTestStringConvertible {
    var testDescription: String { "RFC \(rule), \(name)" }
}

// Serialized, for its thousands of exchanges at once would starve tests of other suites that look at the clock.
@Suite(.serialized) struct RequestTableTests {
    private static let next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test(arguments: RequestRow.all)
    func `a request is answered as the standard says`(row: RequestRow) async throws {
        try await withServer { address, _ in
            let answers = try await exchange([row.bytes], with: address)
            #expect(answers == row.expected)
        }
    }

    @Test(arguments: RequestRow.all)
    func `a request sent byte by byte is answered the same`(row: RequestRow) async throws {
        try await withServer { address, _ in
            let answers = try await exchange(row.bytes.map { [$0] }, with: address)
            #expect(answers == row.expected)
        }
    }

    @Test(arguments: RequestRow.all)
    func `a request cut in two anywhere is answered the same`(row: RequestRow) async throws {
        try await withServer { address, _ in
            for cut in 1..<row.bytes.count {
                let pieces = [Array(row.bytes[..<cut]), Array(row.bytes[cut...])]
                let answers = try await exchange(pieces, with: address)
                #expect(answers == row.expected, "cut at \(cut)")
            }
        }
    }

    @Test(arguments: RequestRow.kept)
    func `pipelined requests are answered in order`(row: RequestRow) async throws {
        try await withServer { address, _ in
            let input = row.bytes + row.bytes + Array(Self.next.utf8)
            let expected = "\(row.expected) | \(row.expected) | 200 GET /next "
            let answers = try await exchange([input], with: address)
            #expect(answers == expected)
        }
    }

    @Test(arguments: RequestRow.groupings)
    func `requests are answered the same in whatever groups they come`(writes: [[UInt8]]) async throws {
        try await withServer { address, _ in
            let answers = try await exchange(writes, with: address)
            #expect(answers == RequestRow.sequences[0].expected)
        }
    }

    @Test(arguments: RequestRow.closing + RequestRow.allRefused)
    func `nothing behind the last request is answered`(row: RequestRow) async throws {
        try await withServer { address, _ in
            let answers = try await exchange([row.bytes + Array(Self.next.utf8)], with: address)
            #expect(answers == row.expected)
        }
    }

    @Test(arguments: RequestRow.all)
    func `the scanner's verdict does not depend on how bytes arrive`(row: RequestRow) {
        func verdict(_ prefixes: [Int]) -> RequestHeadScanner.Outcome {
            var scanner = RequestHeadScanner()
            for count in prefixes {
                let outcome = row.bytes.withUnsafeBytes {
                    scanner.scan(UnsafeRawBufferPointer(rebasing: $0[..<count]), limits: HTTPLimits())
                }
                if outcome != .incomplete { return outcome }
            }
            return .incomplete
        }
        #expect(verdict([row.bytes.count]) == verdict(Array(1...row.bytes.count)))
    }

    @Test(arguments: [
        (8192, "200"), (8193, "414!"),
    ])
    func `the request line is bounded`(length: Int, expected: String) async throws {
        let target = "/" + String(repeating: "a", count: length - "GET / HTTP/1.1".utf8.count)
        try await withServer { address, _ in
            let input = Array("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
            let whole = try await exchange([input], with: address)
            #expect(whole?.hasPrefix(expected) == true)
            let pieces = try await exchange([Array(input[..<5000]), Array(input[5000...])], with: address)
            #expect(pieces?.hasPrefix(expected) == true)
        }
    }

    @Test(arguments: [(99, "200 GET / "), (100, "431!")])
    func `the number of fields is bounded`(extra: Int, expected: String) async throws {
        let fields = String(repeating: "X: y\r\n", count: extra)
        try await withServer { address, _ in
            let input = Array("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n".utf8)
            let answers = try await exchange([input], with: address)
            #expect(answers == expected)
        }
    }

    @Test(arguments: [(16_384, "200 GET / "), (16_385, "431!"), (500_000, "431!")])
    func `the field section is bounded`(size: Int, expected: String) async throws {
        let value = String(repeating: "v", count: size - "Host: a\r\nX: \r\n".utf8.count)
        try await withServer { address, _ in
            let input = Array("GET / HTTP/1.1\r\nHost: a\r\nX: \(value)\r\n\r\n".utf8)
            let answers = try await exchange([input], with: address)
            #expect(answers == expected)
        }
    }

    @Test(arguments: [
        "1;\(String(repeating: "e", count: 20_000))", "0\r\nX: \(String(repeating: "t", count: 20_000))",
    ])
    func `chunk extensions and trailers are bounded`(chunks: String) async throws {
        try await withServer { address, _ in
            let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            let answers = try await exchange([Array((head + chunks + "\r\n").utf8)], with: address)
            #expect(answers == "400!")
        }
    }
}
