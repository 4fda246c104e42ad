import Allocation
import HTTP

/// A body in JSON, as it was sent and as it was read.
struct RequestDocument: Sendable {
    let bytes: [UInt8]
    let json: JSONValue
}

/// What requests that change the inventory say beside their path.
extension RequestContext {
    /// The largest body in JSON, in bytes: a device with the largest twin and payload that it may have, written with room.
    static let largestDocument = 256 * 1_024

    /// Reads the body as JSON.
    ///
    /// - Parameter limit: how large it may be, in bytes.
    /// - Returns: the body and its JSON.
    /// - Throws: `Problem` when it is too large, does not come, or is something else.
    func document(upTo limit: Int = largestDocument) async throws(Problem) -> RequestDocument {
        let bytes: [UInt8]
        do throws(HTTPBodyError) {
            bytes = try await request.body.collect(upTo: limit)
        } catch {
            throw Problem(
                error.problemType, "The body may have \(limit) bytes, and must come in time.")
        }
        do throws(JSONError) {
            return RequestDocument(bytes: bytes, json: try JSONValue(parsing: bytes))
        } catch {
            throw Problem(.invalidBody, "The body is not JSON: \(error).")
        }
    }

    /// The media type of the body, ASCII-folded and without its parameters (RFC 9110 §8.3.1); `nil` when none is said.
    var mediaType: String? {
        request.fields["content-type"]?.split(separator: ";").first.map {
            String($0.filter { $0 != " " && $0 != "\t" }).asciiFolded
        }
    }

    /// The parameter as the number of something.
    ///
    /// - Throws: `Problem` 404 when it is none, for nothing is called so.
    func number(of noun: String) throws(Problem) -> Int64 {
        guard let number = Int64(parameter), String(number) == parameter else {
            throw Problem(ChangeRefusal.notFound, of: noun)
        }
        return number
    }

    /// The parameter as a registration ID.
    ///
    /// - Throws: `Problem` 400 when it breaks DPS's rules.
    func registrationID() throws(Problem) -> RegistrationID {
        do throws(RegistrationIDError) {
            return try RegistrationID(parameter)
        } catch {
            throw Problem(.invalidPath, "The path: \(error).")
        }
    }

    /// - Throws: `Problem` 400 for a query, where none means anything.
    func refuseQuery() throws(Problem) {
        try QueryParameters(request.target, known: []).finish()
    }

    /// The precondition that the request names; `nil` without one.
    var precondition: Precondition? { EntityTag.precondition(in: request.fields) }

    /// - Throws: `Problem` 428 when the request names none (RFC 6585 §3).
    func requiredPrecondition() throws(Problem) -> Precondition {
        guard let precondition else { throw .preconditionRequired }
        return precondition
    }

    /// Who changes the inventory, when and why: the key, now, and `message` of the query.
    ///
    /// - Parameters:
    ///   - time: now.
    ///   - others: what may stand in the query beside the message.
    /// - Returns: what the change log keeps.
    /// - Throws: `Problem` 400 for a query that is not in order.
    func changeContext(at time: Timestamp, knowing others: [String] = []) throws(Problem) -> ChangeContext {
        var parameters = QueryParameters(request.target, known: ["message"] + others)
        let message = parameters.message()
        try parameters.finish()
        return ChangeContext(
            actor: keyName, keyID: keyID, at: time, requestID: id, message: message)
    }

    /// What is there, unless the client has it already (RFC 9110 §13.1.2), or wants another revision only (§13.1.1).
    func answer(_ json: JSONValue, at revision: Int64) -> HTTPResponse {
        guard !request.fields.values(of: "if-match").isEmpty, let precondition,
            !precondition.holds(for: revision)
        else { return answerUnlessKnown(json, at: revision) }
        return Problem(.preconditionFailed, "It is at revision \(revision), which the request does not name.")
            .response
    }

    private func answerUnlessKnown(_ json: JSONValue, at revision: Int64) -> HTTPResponse {
        let tag = ("etag", EntityTag.text(of: revision))
        guard !EntityTag.isKnown(tag.1, to: request.fields) else {
            return HTTPResponse(status: .notModified, fields: [tag])
        }
        return .json(.ok, json, fields: [tag])
    }
}

extension HTTPBodyError {
    /// What this is outside the allocate endpoint; after `disconnected` nobody will read it.
    var problemType: ProblemType {
        switch self {
        case .tooLarge: .bodyTooLarge
        case .timedOut: .bodyTimedOut
        case .malformed, .disconnected: .invalidBody
        }
    }
}
