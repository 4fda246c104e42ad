import Allocation
import Files
import HTTP

/// `/api/changes`: who changed what in the inventory, when and why, the newest first.
struct ChangesEndpoint: Sendable {
    /// So many lines of an export are held in memory at once.
    private static let pieceSize = 100

    let changes: any ChangeRepository
    let work: InventoryWork

    var routes: [Route] {
        let readers = Access.bearer([.fleet, .auditor])
        return [
            Route(.get, "/api/changes", readers, list)
        ]
            + FileForm.allCases.map { form in
                Route(.get, "/api/changes.\(form.rawValue)", readers) { context throws(Problem) in
                    try await export(context, as: form)
                }
            }
    }

    /// Lines are never changed and never come in between, so a page begins behind the number of the last one's end.
    private func list(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let filter = try ChangeListParameters(context.request.target, isPaged: true, as: context.role).filter
        return try await work.read { [changes] () throws(StoreError) in
            var more = filter
            more.limit += 1
            let found = try changes.changes(matching: more)
            let page = found.prefix(filter.limit)
            var body: JSONObject = ["changes": .array(page.map(\.json))]
            if found.count > page.count { body["next"] = page.last.map { .string(String($0.id)) } }
            return .success(.json(.ok, .object(body)))
        }
    }

    /// All that match as of now, a record each, read piece by piece as the client takes them.
    private func export(_ context: RequestContext, as form: FileForm) async throws(Problem) -> HTTPResponse {
        var filter = try ChangeListParameters(context.request.target, isPaged: false, as: context.role).filter
        filter.limit = Self.pieceSize
        // The first piece before the answer's head, so that a store that cannot answer is still told by a status.
        let first = try await piece(of: filter)
        return HTTPResponse(
            status: .ok,
            fields: [
                ("content-type", form.mediaType),
                // RFC 6266 §4.
                ("content-disposition", "attachment; filename=\"changes.\(form.rawValue)\""),
            ],
            body: .stream { [filter] writer in
                var (rest, piece, file) = (filter, first, ChangeFileWriter(form))
                while let last = piece.last {
                    for change in piece { file.append(change) }
                    try await writer.write(file.take())
                    guard piece.count == Self.pieceSize else { break }
                    rest.before = last.id
                    piece = try await self.piece(of: rest)
                }
                try await writer.write(file.take())
            })
    }

    private func piece(of filter: ChangeFilter) async throws(Problem) -> [Change] {
        try await work.read { [changes] () throws(StoreError) in
            .success(try changes.changes(matching: filter))
        }
    }
}
