import Console
import HTTP
import Testing

@testable import API

@Suite struct ConsoleEndpointTests {
    private let service: ServiceUnderTest
    private static let paths = ["/"] + Console.files.map { "\(Console.folder)/\($0.name)" }

    init() throws {
        service = try ServiceUnderTest()
    }

    @Test func `the page is asked for anew, and runs only what is the service's`() async throws {
        let answer = await service.get("/")
        #expect(answer.status == 200 && answer.body.contains(Console.folder + "/app.js"))
        for (name, value) in [
            ("content-type", "text/html; charset=utf-8"), ("cache-control", "no-cache"),
            ("x-frame-options", "DENY"),
            ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
            (
                "content-security-policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
                    + "require-trusted-types-for 'script'; trusted-types 'none'"
            ),
        ] {
            #expect(answer[name] == value)
        }
    }

    @Test(arguments: Console.files.map(\.name))
    func `a file is kept for good`(name: String) async throws {
        let file = try #require(Console.files.first { $0.name == name })
        let answer = await service.get("\(Console.folder)/\(name)")
        #expect(answer.status == 200 && answer.body == String(decoding: file.bytes, as: UTF8.self))
        #expect(answer["content-type"] == file.mediaType)
        #expect(answer["cache-control"] == "public, max-age=31536000, immutable")
        #expect(answer["content-security-policy"] == nil)
    }

    @Test(arguments: paths)
    func `nothing is guessed about a file, and no other place gets at it`(path: String) async {
        let answer = await service.get(path)
        #expect(answer["x-content-type-options"] == "nosniff")
        #expect(answer["referrer-policy"] == "no-referrer")
        #expect(answer["cross-origin-opener-policy"] == "same-origin")
        #expect(answer["cross-origin-resource-policy"] == "same-origin")
    }

    @Test(arguments: [
        ("gzip", true), ("GZIP", true), ("br, gzip;q=0.5", true), ("gzip ; q=0.001", true),
        ("deflate,gzip", true),
        ("", false), ("identity", false), ("*", false), ("gzip;q=0", false), ("gzip; Q=0.000", false),
        ("x-gzip", false),
        ("gzipped", false), (";gzip", false), ("br;x=gzip", false),
        ("gzip;q=", false), ("gzip;q=-1", false), ("gzip;q=x", false), ("gzip;x", false),
        ("gzip;q=0.0000", false),
        (String(repeating: "br,", count: 15) + "gzip", true),
        (String(repeating: "br,", count: 16) + "gzip", false),
        ("gzip" + String(repeating: ";a", count: 7_000), false),
    ])
    func `only who takes gzip gets it`(accepted: String, isZipped: Bool) async throws {
        let page = try #require(Console.page)
        let answer = await service.service.respond(
            to: HTTPRequest(method: .get, target: "/", fields: [("accept-encoding", accepted)]))
        let fields = HTTPFields(answer.fields)
        #expect((fields["content-encoding"] == "gzip") == isZipped)
        #expect(fields["etag"] == "\"\(Console.digits)\(isZipped ? "-gzip" : "")\"")
        #expect(fields["vary"] == "accept-encoding")
        guard case .bytes(let body) = answer.body else {
            Issue.record("the page is streamed")
            return
        }
        #expect(body == (isZipped ? page.gzipped : page.bytes))
    }

    @Test(arguments: paths)
    func `what is known already is not sent again`(path: String) async throws {
        let first = await service.get(path)
        let tag = try #require(first["etag"])
        #expect(tag == "\"\(Console.digits)\"")
        for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
            let again = await service.ask(.get, path, [("if-none-match", known)])
            #expect(again.status == 304 && again.body.isEmpty)
            // RFC 9110 §15.4.5: what the answer would have had.
            for name in ["etag", "cache-control", "content-security-policy", "x-content-type-options"] {
                #expect(again[name] == first[name])
            }
        }
        #expect(await service.ask(.get, path, [("if-none-match", "\"x\"")]).status == 200)
    }

    @Test(arguments: paths)
    func `it is looked at as it is fetched, and that is all`(path: String) async throws {
        // The server leaves the body out.
        let head = await service.ask(.head, path)
        #expect(head.status == 200)
        #expect(await head["etag"] == service.get(path)["etag"])
        let answer = await service.ask(.post, path)
        #expect(answer.status == 405 && answer["allow"] == "GET, HEAD")
        let refused = await service.get(path + "?x=1")
        #expect(refused.status == 400)
        #expect(try refused.problem() == "invalid-query")
    }

    @Test(arguments: [
        "/console", "/console/", Console.folder, Console.folder + "/", Console.folder + "/index.html",
        Console.folder + "/none.js", Console.folder + "/pages", Console.folder + "/../app.js",
        Console.folder + "/app%2Ejs", "/console/0000000000000000/app.js", "/index.html", "//",
    ])
    func `another build's folder and what is no file are not found`(path: String) async throws {
        let answer = await service.get(path)
        #expect(answer.status == 404)
        #expect(try answer.problem() == "no-such-path")
    }
}
