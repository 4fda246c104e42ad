import Glibc

/// One request over TLS and its answer, by the program curl: no TLS is linked into this program.
struct CurlExchange {
    let request: HTTPClientRequest
    let deadline: ExchangeDeadline
    let configuration: HTTPClientConfiguration

    /// Variables that tell curl which certificates to trust; it gets no others, so neither proxies nor a home.
    private static let trustVariables = ["CURL_CA_BUNDLE", "SSL_CERT_DIR", "SSL_CERT_FILE"]

    func run() throws(HTTPClientError) -> HTTPClientResponse {
        guard request.method != .head || request.body.isEmpty else {
            throw .unsupported("HEAD has no content over https")
        }
        let text = CurlConfiguration(request, milliseconds: deadline.remaining / 1_000_000 + 1).text
        let input = try MemoryFile(Array(text.utf8))
        let content = try MemoryFile(request.body)
        var child = try ChildProcess(
            configuration.curl, arguments: CurlConfiguration.arguments, environment: Self.environment,
            input: input, content: content)
        var reader = AnswerReader(
            method: request.method, bodyLimit: configuration.bodyLimit, limits: configuration.limits)
        let (output, errors) = (child.output, child.errors)
        do throws(HTTPClientError) {
            let response = try reader.response { bytes throws(HTTPClientError) in
                try read(from: output, into: &bytes)
            }
            // Content that ends with the connection is whole only if curl saw that TLS was closed in order.
            guard reader.endsWithConnection, let failure = try failure(of: &child, errors) else {
                return response
            }
            throw failure
        } catch .disconnected {
            throw try failure(of: &child, errors) ?? .disconnected
        }
    }

    /// Adds what comes next to `bytes`.
    ///
    /// - Returns: false when the child has closed this end.
    private func read(from pipe: Int32, into bytes: inout ByteQueue) throws(HTTPClientError) -> Bool {
        while true {
            try deadline.check()
            let count = bytes.appendUpTo(16 * 1024) { Glibc.read(pipe, $0.baseAddress, $0.count) }
            if count > 0 { return true }
            if count == 0 { return false }
            switch errno {
            case EINTR: continue
            case EAGAIN: _ = try deadline.wait(for: pipe, Int32(POLLIN))
            default: throw .disconnected
            }
        }
    }

    /// Why curl ended; nil if it found nothing wrong.
    private func failure(
        of child: inout ChildProcess, _ errors: Int32
    ) throws(HTTPClientError) -> HTTPClientError? {
        var words = ByteQueue()
        while words.count < 4096, try read(from: errors, into: &words) {}
        let status = child.exitStatus()
        guard status != 0 else { return nil }
        let text = HTTPClientError.curlWords(words.takeFirst(words.count))
        return HTTPClientError(curl: status, words: text, host: request.url.host)
    }

    private static var environment: [String] {
        trustVariables.compactMap { name in getenv(name).map { "\(name)=\(String(cString: $0))" } }
    }
}
