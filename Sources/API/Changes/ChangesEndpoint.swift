import Allocation
import Files
import HTTP

/// `/api/changes`: who changed what in the inventory, when and why, the newest first.
struct ChangesEndpoint: Sendable {
    /// How many exports there may be at once; each piece of one waits with all other work upon the inventory.
    static let mostAtOnce = 4

    /// How long an export may last, in nanoseconds. Its client sets the pace, and another waits for its place.
    static let longestTime: UInt64 = 900_000_000_000

    /// So many lines of an export are held in memory at once.
    private static let pieceSize = 100

    private let changes: any ChangeRepository
    private let work: InventoryWork
    private let places = Places(Self.mostAtOnce)

    init(changes: any ChangeRepository, work: InventoryWork) {
        self.changes = changes
        self.work = work
    }

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
        // A head alone needs nothing to be read.
        guard context.request.method != .head else {
            return .file(named: "changes", in: form, body: .stream { _ in })
        }
        guard let place = places.take() else {
            throw Problem(
                .unavailable, "\(Self.mostAtOnce) exports are under way already.",
                fields: [("retry-after", "10")])
        }
        let start = work.surroundings.monotonicNanoseconds()
        // The first piece before the answer's head, so that a store that cannot answer is still told by a status.
        let first = try await piece(of: filter)
        return .file(
            named: "changes", in: form,
            body: .stream { [filter] writer in
                // The place is given back with the stream, to whatever end that comes.
                defer { withExtendedLifetime(place) {} }
                var (rest, piece, file) = (filter, first, ChangeFileWriter(form))
                while let last = piece.last {
                    for change in piece { file.append(change) }
                    try await writer.write(file.take())
                    guard piece.count == Self.pieceSize else { break }
                    // What has left cannot be taken back; the connection is cut, so that the file is seen to be incomplete.
                    guard work.surroundings.monotonicNanoseconds() &- start < Self.longestTime else {
                        throw Problem(.unavailable, "The export takes too long.")
                    }
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
