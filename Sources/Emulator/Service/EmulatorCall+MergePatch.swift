import Allocation
import HTTP

extension EmulatorCall {
    /// Why a body was not taken.
    struct BodyRefusal: Error {
        /// Problem details.
        let response: HTTPResponse
    }

    /// Room for four certificates and the largest twin, written at length.
    private static let largestBody = 256 * 1_024

    /// Reads the body as a merge patch (RFC 7396), or plain JSON, as many clients send it.
    ///
    /// - Throws: `BodyRefusal` with 415 for another media type, 413 for a body that is too large, 400 for one that is not JSON, and
    ///   another status for one that could not be read.
    func mergePatch() async throws(BodyRefusal) -> JSONValue {
        if let type = request.fields.mediaType,
            !["application/merge-patch+json", "application/json"].contains(where: type.equalsFoldingCase)
        {
            var answer = HTTPResponse.problem(
                .unsupportedMediaType, "The media type must be application/merge-patch+json.")
            // RFC 5789 §3.1
            answer.fields.append((name: "Accept-Patch", value: "application/merge-patch+json"))
            throw BodyRefusal(response: answer)
        }
        let body: [UInt8]
        do throws(HTTPBodyError) {
            body = try await request.body.collect(upTo: Self.largestBody)
        } catch {
            throw BodyRefusal(
                response: .problem(
                    error.status,
                    error == .tooLarge
                        ? "The body may have at most \(Self.largestBody) bytes."
                        : "The body could not be read."))
        }
        do throws(JSONError) {
            return try JSONValue(parsing: body)
        } catch {
            throw BodyRefusal(response: .problem(.badRequest, "The body is not JSON: \(error)."))
        }
    }
}
