import Console
import HTTP

/// A file of the console in one of its two codings, with all that is said of it; made once for all who ask.
struct ConsoleRepresentation: Sendable {
    private let file: ConsoleFile
    private let isZipped: Bool
    private let fields: [(name: String, value: String)]

    /// The answer to who has it already (RFC 9110 §15.4.5).
    let notModified: HTTPResponse

    /// Strong (RFC 9110 §8.8.3). The digits are others as soon as a file is, and a coding has a tag of its own (§8.8.3.3).
    let entityTag: String

    /// - Parameters:
    ///   - file: whose bytes are sent.
    ///   - isZipped: whether by gzip.
    ///   - fields: those of every answer with the file.
    init(of file: ConsoleFile, isZipped: Bool, fields: [(String, String)]) {
        self.file = file
        self.isZipped = isZipped
        entityTag = "\"\(Console.digits)\(isZipped ? "-gzip" : "")\""
        let known = fields + [("etag", entityTag), ("vary", "accept-encoding")]
        notModified = HTTPResponse(status: .notModified, fields: known)
        self.fields =
            [("content-type", file.mediaType)] + (isZipped ? [("content-encoding", "gzip")] : []) + known
    }

    var response: HTTPResponse {
        HTTPResponse(status: .ok, fields: fields, body: isZipped ? file.gzipped : file.bytes)
    }
}
