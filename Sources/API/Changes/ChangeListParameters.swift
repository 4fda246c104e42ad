import Allocation
import HTTP

/// The query of `GET /api/changes` and of its export.
struct ChangeListParameters {
    private static let largestPage: Int64 = 1_000
    private static let filterNames = [
        "device", "kind", "actor", "actorKey", "member", "changeSet", "since", "until",
    ]
    private static let pageNames = ["limit", "cursor"]

    /// Asks for as many as a page has.
    let filter: ChangeFilter

    /// - Parameters:
    ///   - target: of the request.
    ///   - isPaged: whether the query may choose a page.
    ///   - role: of whoever asks. Fleet managers see what concerns devices.
    /// - Throws: `Problem` with every parameter at fault, or when the role may not see what is asked for.
    init(_ target: RequestTarget, isPaged: Bool, as role: Role?) throws(Problem) {
        var parameters = QueryParameters(
            target, known: Self.filterNames + (isPaged ? Self.pageNames : []))
        var filter = ChangeFilter(limit: 100)
        filter.kind = parameters.choice("kind")
        if let device = parameters.registrationID("device") {
            filter.subject = device.text
            if let kind = filter.kind, kind != .device {
                parameters.add("kind", "must be device, or left out, where a device is asked for")
            }
            filter.kind = .device
        }
        filter.actor = parameters.text("actor")
        filter.actorKey = parameters.integer("actorKey", in: 1...Int64.max)
        filter.member = parameters.text("member")
        filter.changeSet = parameters.integer("changeSet", in: 1...Int64.max)
        filter.since = parameters.time("since")
        filter.until = parameters.time("until")
        filter.before = parameters.integer("cursor", in: 1...Int64.max)
        filter.limit = Int(parameters.integer("limit", in: 1...Self.largestPage) ?? 100)
        try parameters.finish()
        if role == .fleet {
            guard filter.kind ?? .device == .device else {
                throw Problem(.forbidden, "A key of the role fleet sees the changes of devices only.")
            }
            filter.kind = .device
        }
        self.filter = filter
    }
}
