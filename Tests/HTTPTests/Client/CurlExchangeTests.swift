import FoundationEssentials
import Glibc
import Testing

@testable import HTTP

/// A shell script in curl's place, in a folder of its own.
private struct ScriptedProgram {
    let folder: String

    init(_ script: String) throws {
        folder = "\(FileManager.default.temporaryDirectory.path())curl-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "#!/bin/sh\ncd '\(folder)'\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    var path: String { "\(folder)/program" }

    func file(_ name: String) -> String {
        FileManager.default.contents(atPath: "\(folder)/\(name)").map { String(decoding: $0, as: UTF8.self) }
            ?? ""
    }

    var client: HTTPClient {
        var configuration = HTTPClientConfiguration()
        configuration.curl = path
        configuration.bodyLimit = 1000
        return HTTPClient(configuration: configuration)
    }

    /// Whether the process whose ID the script wrote down is no more.
    var isGone: Bool {
        guard let process = pid_t(file("pid").prefix { $0.isNumber }) else { return false }
        return kill(process, 0) != 0
    }
}

// Serialized: a script that is still written to by one cannot be run by another.
@Suite(.serialized) struct CurlExchangeTests {
    private static let url = "https://example.com/api?code=SECRET"
    private static let head = #"printf 'HTTP/1.1 200 OK\r\n"#

    private static func request(_ method: HTTPMethod = .post, body: [UInt8] = [0, 1, 0x0A]) throws
        -> HTTPClientRequest
    {
        HTTPClientRequest(method, try HTTPURL(url), body: body)
    }

    @Test func `curl is given key and content where nobody else sees them, and no environment`() async throws
    {
        let program = try ScriptedProgram(
            "echo \"$@\" > arguments; env > environment; cat > configuration; cat /dev/fd/3 > content\n"
                + Self.head + #"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n'"#)
        defer { program.remove() }
        #expect(await outcome(of: try Self.request(), by: program.client) == "200 ok")
        #expect(program.file("arguments") == "--disable --config -\n")
        #expect(!program.file("environment").contains("HOME="))
        #expect(program.file("configuration").contains("\nurl = \"\(Self.url)\"\n"))
        #expect(program.file("content") == "\u{0}\u{1}\n")
    }

    @Test(arguments: [
        (6, "the name example.com has no address"), (7, "no connection: words"), (28, "no answer in time"),
        (60, "TLS failed: words"), (56, "the connection ended before the answer did"),
        (3, "curl failed: words"),
        (0, "the connection ended before the answer did"),
    ])
    func `what curl failed at is told`(status: Int, text: String) async throws {
        let program = try ScriptedProgram("echo 'curl: (\(status)) words' >&2; echo more >&2; exit \(status)")
        defer { program.remove() }
        #expect(await outcome(of: try Self.request(), by: program.client) == text)
    }

    @Test(arguments: [(0, "200 abc"), (18, "the connection ended before the answer did")])
    func `content up to the close is whole if curl says so`(status: Int, text: String) async throws {
        let program = try ScriptedProgram(Self.head + #"\r\nabc'; exit "# + "\(status)")
        defer { program.remove() }
        #expect(await outcome(of: try Self.request(), by: program.client) == text)
    }

    @Test func `a child that cannot be waited for has no status`() {
        // ECHILD, as for every child where SIGCHLD is ignored: no process is its own child.
        #expect(ChildProcess.reap(getpid()) == nil)
    }

    @Test func `a whole answer counts, whatever curl does then`() async throws {
        let program = try ScriptedProgram(
            "echo $$ > pid\n" + Self.head + #"Content-Length: 2\r\n\r\nok'; exec sleep 600"#)
        defer { program.remove() }
        #expect(await outcome(of: try Self.request(), by: program.client) == "200 ok")
        #expect(program.isGone)
    }

    @Test func `curl is ended when its time is over`() async throws {
        let program = try ScriptedProgram("echo $$ > pid; exec sleep 600")
        defer { program.remove() }
        let text = await outcome(of: try Self.request(), by: program.client, within: .milliseconds(500))
        #expect(text == "no answer in time")
        #expect(program.isGone)
    }

    @Test(arguments: [
        (#"\r\n'; exec cat /dev/zero"#, "the answer has more than 1000 bytes"),
        (#"'; exec cat /dev/zero"#, "the answer is not HTTP: its head is larger than 16384 bytes"),
    ])
    func `curl is ended when it brings too much`(rest: String, text: String) async throws {
        let program = try ScriptedProgram("echo $$ > pid\n" + Self.head + rest)
        defer { program.remove() }
        #expect(await outcome(of: try Self.request(), by: program.client) == text)
        #expect(program.isGone)
    }

    @Test func `curl is ended when the call is cancelled`() async throws {
        let program = try ScriptedProgram("echo $$ > pid; exec sleep 600")
        defer { program.remove() }
        let (client, request) = (program.client, try Self.request())
        let call = Task { await outcome(of: request, by: client, within: .seconds(600)) }
        while program.file("pid").isEmpty { await Task.yield() }
        call.cancel()
        #expect(await call.value == "the connection ended before the answer did")
        while !program.isGone { await Task.yield() }
    }

    private static let hasCurl = (["/usr/bin/curl", "/bin/curl"] as [String]).contains {
        access($0, X_OK) == 0
    }

    @Test(.enabled(if: hasCurl)) func `a server that speaks no TLS is refused by the real curl`() async throws
    {
        let server = try ScriptedServer { connection, _ in
            connection.waitForClient()
            connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
        }
        let url = try HTTPURL("https://\(server.address)/?code=SECRET")
        let text = await outcome(of: HTTPClientRequest(.post, url, body: [0x61]), by: HTTPClient())
        #expect(text.hasPrefix("TLS failed: "), "\(text)")
        let free = try #require(try Listener.open([ListenAddress(host: "127.0.0.1", port: 0)]).first)
        close(free.descriptor)
        let nobody = HTTPClientRequest(.get, try HTTPURL("https://\(free.address)/"))
        #expect(await outcome(of: nobody, by: HTTPClient()).hasPrefix("no connection: "))
    }
}
