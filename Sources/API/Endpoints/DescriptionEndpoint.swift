import Allocation
import COpenAPI
import HTTP

/// `GET /openapi.json`: what the service takes and answers, as OpenAPI 3.1 (`Sources/COpenAPI/openapi.json`).
struct DescriptionEndpoint: Sendable {
    var routes: [Route] {
        [Route(.get, "/openapi.json", .bearer([.fleet, .auditor]), show)]
    }

    private static let document = (0..<openapi_document_size()).map(openapi_document_byte)

    private static let tag = "\"\(SHA256.hash(document))\""

    private func show(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        try context.refuseQuery()
        let tag = ("etag", Self.tag)
        guard !EntityTag.isKnown(Self.tag, to: context.request.fields) else {
            return HTTPResponse(status: .notModified, fields: [tag])
        }
        return HTTPResponse(
            status: .ok, fields: [("content-type", "application/json"), tag], body: Self.document)
    }
}
