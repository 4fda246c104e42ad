import HTTP

/// 1994-11-06 08:49:37, the example of RFC 9110 §5.6.7.
let fixedNow: Int64 = 784_111_777
let fixedDate = "Sun, 06 Nov 1994 08:49:37 GMT"

struct ClosureHandler: HTTPHandler {
    let body: @Sendable (HTTPRequest) async -> HTTPResponse

    func respond(to request: HTTPRequest) async -> HTTPResponse { await body(request) }
}

/// Answers with method, target and body as text; paths under `/unread` leave the body unread.
let echo = ClosureHandler { request in
    do throws(HTTPBodyError) {
        let query = request.query.map { "?" + $0 } ?? ""
        let body = request.path.hasPrefix("/unread") ? [] : try await request.body.collect(upTo: 100_000)
        let text = "\(request.method) \(request.path)\(query) \(String(decoding: body, as: UTF8.self))"
        return HTTPResponse(status: .ok, body: Array(text.utf8))
    } catch {
        return HTTPResponse(status: error.status)
    }
}

/// Runs `body` with the address of a server that is stopped afterwards.
func withServer<Value>(
    _ handler: some HTTPHandler = echo,
    addresses: [ListenAddress] = [ListenAddress(host: "127.0.0.1", port: 0)],
    loops: Int = 1, configure: (inout HTTPServerConfiguration) -> Void = { _ in },
    _ body: (ListenAddress, HTTPServer) async throws -> Value
) async throws -> Value {
    var configuration = HTTPServerConfiguration(addresses: addresses)
    configuration.loops = loops
    configuration.now = { fixedNow }
    configure(&configuration)
    let server = HTTPServer(configuration: configuration, handler: handler)
    let address = try server.start()[0]
    do {
        let value = try await body(address, server)
        await server.stop()
        return value
    } catch {
        await server.stop()
        throw error
    }
}

/// Sends `pieces`, ends sending, and returns a summary of all that comes back.
func exchange(_ pieces: [[UInt8]], with address: ListenAddress) async throws -> String? {
    let client = try RawClient(address)
    for piece in pieces { client.send(piece) }
    client.finishSending()
    return await client.readToEnd().map(summary)
}

/// Answers in short form, joined by ` | `: `200 body`, or the status alone from 400 on; `!` stands for
/// `Connection: close`.
func summary(_ received: String) -> String {
    var rest = Array(received.utf8)[...]
    var answers: [String] = []
    while !rest.isEmpty {
        guard let end = rest.indices.first(where: { rest[$0...].starts(with: "\r\n\r\n".utf8) }) else {
            return (answers + ["cut: " + String(decoding: rest, as: UTF8.self)]).joined(separator: " | ")
        }
        let head = String(decoding: rest[..<end], as: UTF8.self).split(separator: "\r\n")
        rest = rest[(end + 4)...]
        let status = Int(head[0].split(separator: " ")[1]) ?? 0
        let length = head.compactMap { line in
            line.hasPrefix("Content-Length: ") ? Int(line.dropFirst(16)) : nil
        }.first
        let body = rest.prefix(length ?? 0)
        rest = rest.dropFirst(body.count)
        let mark = head.contains("Connection: close") ? "!" : ""
        let text = status < 400 ? " " + String(decoding: body, as: UTF8.self) : ""
        answers.append("\(status)\(mark)\(text)")
    }
    return answers.joined(separator: " | ")
}
