import Allocation
import Console
import HTTP

/// `GET /` and what is below `/console/`: the console, as files. They hold no data and are for everybody; whatever they show they ask
/// for with a key.
///
/// The page is asked for anew at each load, its files never again: their folder is another one with each build, and that of another
/// build is no path here.
struct ConsoleEndpoint: Sendable {
    /// The page runs what comes from here and nothing else, asks nobody else, and stands in no frame of others
    /// (w3.org/TR/CSP3). No text becomes markup or script, and nothing can be made that would let it (w3.org/TR/trusted-types).
    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
        "require-trusted-types-for 'script'", "trusted-types 'none'",
    ].joined(separator: "; ")

    private static let common = [
        ("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"), ("cross-origin-resource-policy", "same-origin"),
    ]

    private static let pageFields =
        [
            // RFC 9111 §5.2.2.4: it may be kept, and is not used without asking whether it is still the same.
            ("cache-control", "no-cache"), ("content-security-policy", policy), ("x-frame-options", "DENY"),
            ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
        ] + common

    // RFC 8246 §2: what has its digest in its path need not be asked for again.
    private static let fileFields = [("cache-control", "public, max-age=31536000, immutable")] + common

    var routes: [Route] {
        let page = [Console.page].compactMap { $0 }.map { page in
            Self.route(to: page, at: "/", described: "/", with: Self.pageFields)
        }
        return page
            + Console.files.map { file in
                Self.route(
                    to: file, at: "\(Console.folder)/\(file.name)", described: Self.description(of: file),
                    with: Self.fileFields)
            }
    }

    /// Folder and file stand for any, for a description cannot know the digits.
    private static func description(of file: ConsoleFile) -> String {
        let folders = file.name.split(separator: "/").dropLast()
        return (["/console", "{}"] + folders + ["{}"]).joined(separator: "/")
    }

    private static func route(
        to file: ConsoleFile, at path: String, described: String, with fields: [(String, String)]
    ) -> Route {
        let plain = ConsoleRepresentation(of: file, isZipped: false, fields: fields)
        let zipped = ConsoleRepresentation(of: file, isZipped: true, fields: fields)
        return Route(.get, path, .open, described: described) { context throws(Problem) in
            try context.refuseQuery()
            let representation = context.request.fields.acceptsGzip ? zipped : plain
            guard !EntityTag.isKnown(representation.entityTag, to: context.request.fields) else {
                return representation.notModified
            }
            return representation.response
        }
    }
}

extension HTTPFields {
    /// More codings than there are; whoever sends them has shown no key.
    private static let mostCodings = 16

    /// Whether a coding of gzip is taken (RFC 9110 §12.5.3). `*` is not understood: what has no coding suits everybody.
    fileprivate var acceptsGzip: Bool {
        members(of: "accept-encoding", most: Self.mostCodings).contains { member in
            let parts = member.members(by: ";", most: 2)
            guard parts.first.map({ String($0).equalsFoldingCase("gzip") }) == true else { return false }
            guard parts.count > 1 else { return true }
            // Its one parameter is a weight of 0 to 1 (§12.4.2); one of nothing refuses it, and what is no weight is not understood.
            let weight = parts[1].members(by: "=", most: 2)
            return weight.count == 2 && String(weight[0]).equalsFoldingCase("q")
                && (Double(weight[1]) ?? 0) > 0
        }
    }
}
