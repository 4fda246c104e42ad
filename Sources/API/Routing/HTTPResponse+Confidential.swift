import Allocation
import HTTP

extension HTTPResponse {
    /// Not to be stored by anybody (RFC 9111 §5.2.2.5), nor taken by a browser for another type than it has
    /// (fetch.spec.whatwg.org, "X-Content-Type-Options header"): a twin or note may hold what looks like a page. Nor handed to pages
    /// of other sites as a picture or script ("Cross-Origin-Resource-Policy header"). What the answer says of these itself stays.
    var confidential: HTTPResponse {
        var response = self
        for field in [
            ("cache-control", "no-store"), ("x-content-type-options", "nosniff"),
            ("cross-origin-resource-policy", "same-origin"),
        ]
        where !fields.contains(where: { $0.name.equalsFoldingCase(field.0) }) {
            response.fields.append(field)
        }
        return response
    }
}
