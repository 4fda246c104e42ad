/// What curl is to do, in the form of its configuration file (curl(1), "--config"), which it reads from standard input: arguments can
/// be seen by everybody on the machine, and a URL may hold a key.
struct CurlConfiguration {
    /// What stands in argv; `--disable` counts only as the first argument, and keeps ~/.curlrc out.
    static let arguments = ["--disable", "--config", "-"]

    private(set) var text = ""

    /// - Parameters:
    ///   - request: checked by `HTTPClientRequest.check()`.
    ///   - milliseconds: how long all of it may take.
    init(_ request: HTTPClientRequest, milliseconds: UInt64) {
        for option in [
            "silent", "show-error", "include", "no-buffer", "http1.1", "tlsv1.2",
            // The URL as it is: no pattern of several, no folding of dots.
            "globoff", "path-as-is",
            // The answer as it is on the wire: it is read by the same code as one without TLS.
            "raw",
        ] {
            add(option)
        }
        add("proto", "=https")
        add("noproxy", "*")
        add("max-time", "\(milliseconds / 1000).\(String(milliseconds % 1000 + 1000).dropFirst())")
        add("url", "https://\(request.url.authority)\(request.url.target)")
        if request.method == .head {
            // With another method's options curl would wait for content.
            add("head")
        } else {
            add("request", request.method.rawValue)
            if request.tellsLength {
                add("data-binary", request.body.isEmpty ? "" : "@/dev/fd/\(ChildProcess.contentDescriptor)")
            }
        }
        // What curl would send by itself is taken out; what the request has is put in.
        let names = request.fields.map { $0.name.lowercased() }
        for name in ["Accept", "Content-Type", "Expect", "User-Agent"]
        where !names.contains(name.lowercased()) {
            add("header", "\(name):")
        }
        for (name, value) in request.fields {
            // curl(1), "--header": without a value, a semicolon; a colon would take the field out.
            let isEmpty = value.utf8.allSatisfy(\.isBlank)
            add("header", isEmpty ? "\(name);" : "\(name): \(value)")
        }
    }

    private mutating func add(_ option: String) { text += option + "\n" }

    /// curl(1), "--config": in quotes, a backslash stands before a quote or a backslash. Line breaks cannot come here.
    private mutating func add(_ option: String, _ value: String) {
        text += option + " = \""
        for character in value.unicodeScalars {
            if character == "\"" || character == "\\" { text.unicodeScalars.append("\\") }
            text.unicodeScalars.append(character)
        }
        text += "\"\n"
    }
}
