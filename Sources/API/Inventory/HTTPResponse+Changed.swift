import Allocation
import HTTP

extension HTTPResponse {
    /// What a write is answered with.
    ///
    /// - Parameters:
    ///   - effect: what it did.
    ///   - value: what there is now: its JSON, its revision and its path; `nil` when it is gone.
    /// - Returns: 201 with its place for what is new (RFC 9110 §9.3.4), 200 for what was there, 204 for what is gone.
    static func changed(
        _ effect: WriteEffect, _ value: (json: JSONValue, revision: Int64, path: String)?
    ) -> HTTPResponse {
        guard let value else { return HTTPResponse(status: .noContent) }
        let tag = ("etag", EntityTag.text(of: value.revision))
        guard effect == .created else { return .json(.ok, value.json, fields: [tag]) }
        return .json(.created, value.json, fields: [tag, ("location", value.path)])
    }
}

extension JSONValue {
    /// This object with a member that it lacks; anything else as it is.
    func adding(_ name: String, _ value: JSONValue) -> JSONValue {
        guard var object, object[name] == nil else { return self }
        object[name] = value
        return .object(object)
    }
}
