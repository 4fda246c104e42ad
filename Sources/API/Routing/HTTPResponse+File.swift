import Files
import HTTP

extension HTTPResponse {
    /// A file to be kept under a name, which gets the form's ending (RFC 6266 §4.1).
    static func file(named name: String, in form: FileForm, body: HTTPResponseBody) -> HTTPResponse {
        HTTPResponse(
            status: .ok,
            fields: [
                ("content-type", form.mediaType),
                ("content-disposition", "attachment; filename=\"\(name).\(form.rawValue)\""),
            ], body: body)
    }
}
