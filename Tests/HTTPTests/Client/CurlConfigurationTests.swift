import Testing

@testable import HTTP

@Suite struct CurlConfigurationTests {
    private static func lines(_ request: HTTPClientRequest) throws -> [String] {
        try request.check()
        return CurlConfiguration(request, milliseconds: 12_034).text.split(separator: "\n").map(String.init)
    }

    @Test func `curl is told everything by its configuration, and nothing by its arguments`() throws {
        let url = try HTTPURL("https://example.com/api/allocate?code=SECRET")
        let lines = try Self.lines(
            HTTPClientRequest(.post, url, fields: [("Content-Type", "application/json")], body: [1]))
        #expect(
            lines == [
                "silent", "show-error", "include", "no-buffer", "http1.1", "tlsv1.2", "globoff", "path-as-is",
                "raw",
                #"proto = "=https""#, #"noproxy = "*""#, #"max-time = "12.034""#,
                #"url = "https://example.com/api/allocate?code=SECRET""#, #"request = "POST""#,
                #"data-binary = "@/dev/fd/3""#, #"header = "Accept:""#, #"header = "Expect:""#,
                #"header = "User-Agent:""#, #"header = "Content-Type: application/json""#,
            ])
        #expect(CurlConfiguration.arguments == ["--disable", "--config", "-"])
    }

    @Test(arguments: [
        (#"a"b"#, #"header = "X: a\"b""#), (#"a\nb"#, #"header = "X: a\\nb""#), (#"\"#, #"header = "X: \\""#),
        ("# a", #"header = "X: # a""#), ("ä\t", "header = \"X: ä\t\""), ("", #"header = "X;""#),
    ])
    func `what is special in curl's configuration is quoted`(value: String, line: String) throws {
        let url = try HTTPURL("https://example.com/")
        #expect(try Self.lines(HTTPClientRequest(.get, url, fields: [("X", value)])).last == line)
    }

    @Test(arguments: [
        (#"https://[::1]:8443/{a,b}[1-3]"#, #"url = "https://[::1]:8443/{a,b}[1-3]""#),
        (#"https://example.com/a"\b?c=%22"#, #"url = "https://example.com/a\"\\b?c=%22""#),
        (#"https://example.com:443"#, #"url = "https://example.com/""#),
    ])
    func `a URL reaches curl as it is`(text: String, line: String) throws {
        #expect(try Self.lines(HTTPClientRequest(.get, try HTTPURL(text))).contains(line))
    }

    @Test(arguments: [
        ("GET", nil), ("DELETE", nil), ("POST", #"data-binary = """#), ("PUT", #"data-binary = """#),
    ])
    func `no content is said to be none where it could be expected`(method: String, line: String?) throws {
        let url = try HTTPURL("https://example.com/")
        let lines = try Self.lines(HTTPClientRequest(HTTPMethod(rawValue: method), url))
        #expect(lines.first { $0.hasPrefix("data-binary") } == line)
    }

    @Test(arguments: [
        (Int32?.some(6), HTTPClientError.unknownHost("h")), (7, .unreachable("words")), (28, .timedOut),
        (35, .insecure("words")), (60, .insecure("words")), (77, .insecure("words")),
        (8, .malformed("words")),
        (18, .disconnected), (52, .disconnected), (56, .disconnected), (nil, .disconnected),
        (2, .unsupported("curl failed: words")),
    ])
    func `an exit status of curl is one of the client's errors`(status: Int32?, error: HTTPClientError) {
        #expect(HTTPClientError(curl: status, words: "words", host: "h") == error)
    }

    @Test func `curl's first line is its words`() {
        let errors =
            "curl: (60) SSL certificate problem: self-signed certificate\nMore details here: https://curl.se\n"
        #expect(
            HTTPClientError.curlWords(Array(errors.utf8))
                == "SSL certificate problem: self-signed certificate")
        #expect(HTTPClientError.curlWords([]) == "")
    }

    @Test func `without curl, https is not supported, and the text says what is missing`() async throws {
        var configuration = HTTPClientConfiguration()
        configuration.curl = "curl-that-is-not-there"
        let request = HTTPClientRequest(.get, try HTTPURL("https://127.0.0.1:1/"))
        #expect(
            await outcome(of: request, by: HTTPClient(configuration: configuration))
                == "https needs the program curl-that-is-not-there, which is not installed")
    }
}
