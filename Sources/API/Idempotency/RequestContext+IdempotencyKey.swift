import Allocation
import HTTP

extension RequestContext {
    /// The name that the caller gives to this write in the field `Idempotency-Key`; `nil` without one.
    ///
    /// - Throws: `Problem` 400 for what is no name.
    func idempotencyKey() throws(Problem) -> IdempotencyKey? {
        let values = request.fields.values(of: "idempotency-key")
        guard let text = values.first else { return nil }
        guard values.count == 1, let key = IdempotencyKey(text, of: keyID) else {
            throw Problem(
                .invalidIdempotencyKey,
                "Idempotency-Key is given once, and has 1 to \(IdempotencyKey.maximumLength) visible ASCII characters."
            )
        }
        return key
    }

    /// Of all that this request asks for: method, path, query, preconditions and body.
    func fingerprint(with body: [UInt8]) -> SHA256Digest {
        var hash = SHA256()
        let conditions = ["if-match", "if-none-match"].map {
            // A value has no line feed in it.
            Array(request.fields.values(of: $0).joined(separator: "\n").utf8)
        }
        let head = [request.method.rawValue, request.path, request.query ?? ""].map { Array($0.utf8) }
        for part in head + conditions + [body] {
            // With its length before it no part can be taken for the end of another.
            hash.update((0..<8).map { UInt8(truncatingIfNeeded: part.count >> (8 * $0)) })
            hash.update(part)
        }
        return hash.finalize()
    }
}
