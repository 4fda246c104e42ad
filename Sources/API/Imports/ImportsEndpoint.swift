import Allocation
import Files
import HTTP

/// `/api/imports`: files of devices, planned first, then applied, then perhaps taken back.
struct ImportsEndpoint: Sendable {
    private static let largestPage: Int64 = 1_000
    /// Rows at fault that the answer to an upload has at once.
    private static let problemsTold = 100
    /// Rows of a download that are read at once.
    private static let step = 1_000
    /// Applied imports that the list has at the most.
    private static let appliedTold = 100

    /// Files that may be on their way at once; each has two connections and a read transaction of its own.
    private static let mostUploads = 4

    private let uploads = Places(Self.mostUploads)
    private let imports: any ImportRepository
    private let changes: any ChangeRepository
    private let work: InventoryWork

    /// What an import does takes its time, and others who ask for devices must not wait for it.
    private let importWork: InventoryWork

    /// How long an import waits for those before it.
    private static let patience = Duration.seconds(60)

    init(imports: any ImportRepository, changes: any ChangeRepository, work: InventoryWork) {
        self.imports = imports
        self.changes = changes
        self.work = work
        let imports = Background("imports")
        importWork = InventoryWork(
            reading: imports, writing: imports, patience: Self.patience, surroundings: work.surroundings,
            idempotentWrites: work.idempotentWrites)
    }

    var routes: [Route] {
        let readers = Access.bearer([.fleet, .auditor])
        let writers = Access.bearer([.fleet])
        return [
            Route(.get, "/api/imports", readers, list),
            Route(.post, "/api/imports", writers, plan),
            Route(.get, "/api/imports/{}", readers, show),
            Route(.delete, "/api/imports/{}", writers, discard),
            Route(.get, "/api/imports/{}/rows", readers, rows),
            Route(.get, "/api/imports/{}/rows.csv", readers) { context throws(Problem) in
                try await download(context, as: .csv)
            },
            Route(.get, "/api/imports/{}/rows.ndjson", readers) { context throws(Problem) in
                try await download(context, as: .ndjson)
            },
            Route(.post, "/api/imports/{}/apply", writers, apply),
            Route(.post, "/api/imports/{}/undo", writers, undo),
        ]
    }

    /// The plans that are kept, and what was applied, even when its plan is gone.
    private func list(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        try context.refuseQuery()
        return try await work.read { [imports, changes] () throws(StoreError) in
            let applied = try changes.changeSets(
                of: .import, concerning: nil, before: nil, limit: Self.appliedTold)
            return .success(
                .json(
                    .ok,
                    [
                        "plans": .array(try imports.plans().map(\.json)),
                        "applied": .array(applied.map(\.json)),
                    ]))
        }
    }

    /// Reads a file to its end and says of each row what would be done; writes nothing to the inventory.
    private func plan(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        var parameters = QueryParameters(context.request.target, known: ["source", "message"])
        let source = parameters.text("source")
        let message = parameters.message()
        try parameters.finish()
        let form = try Self.form(of: context.mediaType)
        let key = try context.idempotencyKey()
        guard let place = uploads.take() else {
            throw Problem(
                .unavailable, "\(Self.mostUploads) files are on their way already.",
                fields: [("retry-after", "10")])
        }
        defer { withExtendedLifetime(place) {} }
        let upload = ImportUpload(
            form: form,
            heading: ImportHeading(
                id: context.id, source: source,
                context: ChangeContext(
                    actor: context.keyName, keyID: context.keyID, at: work.surroundings.now,
                    requestID: context.id, message: message
                )),
            imports: imports, background: importWork.writing)
        guard let key else {
            let received = try await upload.receive(context.request.body, isPlanned: true, isHashed: false)
            return try await importWork.read { [imports] () throws(StoreError) in
                guard let planner = received.planner else { return .failure(.noSuchPlan) }
                return .success(try Self.answer(to: planner.finish(), in: imports))
            }
        }
        return try await plan(upload, named: key, for: context)
    }

    /// Plans once what is sent under a name. That it is the same file again is known when all of it has come; a file that was
    /// answered is read for its digest only.
    private func plan(
        _ upload: ImportUpload, named key: IdempotencyKey, for context: RequestContext
    ) async throws(Problem) -> HTTPResponse {
        let writes = work.idempotentWrites
        try writes.begin(key)
        defer { writes.end(key) }
        let time = work.surroundings.now
        let isAnswered = try await importWork.read { () throws(StoreError) in
            .success(try writes.hasAnswer(key, at: time))
        }
        let received = try await upload.receive(
            context.request.body, isPlanned: !isAnswered, isHashed: true)
        // The media type says how the same bytes are to be read.
        let file = Array(upload.form.rawValue.utf8) + (received.digest?.bytes ?? [])
        let request = IdempotentRequest(
            key: key, fingerprint: context.fingerprint(with: file), requestID: context.id, time: time)
        return try await importWork.read { [imports] () throws(StoreError) in
            Result { () throws(Problem) in
                try writes.answer(
                    request,
                    // A plan has the number of the request that made it.
                    recover: { id throws(StoreError) in
                        try imports.plan(id).map { plan throws(StoreError) in
                            try Self.answer(to: plan, in: imports)
                        }
                    },
                    perform: { () throws(Problem) in
                        do throws(StoreError) {
                            // What was answered may have been forgotten while the file came.
                            guard let planner = received.planner else {
                                throw .unavailable("an answer is gone")
                            }
                            return WriteAnswer(try Self.answer(to: planner.finish(), in: imports))
                        } catch {
                            throw Problem(error, "The import cannot be planned")
                        }
                    })
            }
        }
    }

    /// The plan, with the first rows that stand against it.
    private static func answer(
        to plan: ImportPlan, in imports: any ImportRepository
    ) throws(StoreError) -> HTTPResponse {
        var problems: [PlannedRow] = []
        for verdict in ImportVerdict.allCases where verdict.blocks {
            let query = PlannedRowQuery(verdict: verdict, limit: problemsTold)
            problems += try imports.rows(of: plan.heading.id, matching: query) ?? []
        }
        problems.sort { $0.number < $1.number }
        let json = plan.json.adding("problems", .array(problems.prefix(problemsTold).map(\.json)))
        return .json(.created, json, fields: [("location", "/api/imports/\(plan.heading.id)")])
    }

    /// The form of a file by its media type (RFC 9110 §8.3).
    private static func form(of mediaType: String?) throws(Problem) -> FileForm {
        switch mediaType {
        case "text/csv"?: return .csv
        case "application/x-ndjson"?, "application/ndjson"?, "application/jsonl"?: return .ndjson
        default:
            // RFC 9110 §15.5.16: Accept tells what would be taken.
            throw Problem(
                .unsupportedMediaType, "Send the file as text/csv or application/x-ndjson.",
                fields: [("accept", "text/csv, application/x-ndjson")])
        }
    }

    private func show(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try Self.id(of: context)
        try context.refuseQuery()
        return try await work.read { [imports] () throws(StoreError) in
            guard let plan = try imports.plan(id) else { return .failure(.noSuchPlan) }
            return .success(.json(.ok, plan.json))
        }
    }

    private func discard(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try Self.id(of: context)
        try context.refuseQuery()
        return try await work.write(
            for: context,
            // A plan that is gone leaves no line: it was there when the request that now comes again was begun, or would have been
            // answered otherwise.
            recovering: { [imports] _ throws(StoreError) in
                try imports.plan(id) == nil ? HTTPResponse(status: .noContent) : nil
            },
            perform: { [imports] () throws(Problem) in
                let isDiscarded: Bool
                do throws(StoreError) {
                    isDiscarded = try imports.discard(id)
                } catch {
                    throw Problem(error, "The plan was not removed")
                }
                guard isDiscarded else { throw .noSuchPlan }
                return WriteAnswer(HTTPResponse(status: .noContent))
            })
    }

    private func rows(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try Self.id(of: context)
        var parameters = QueryParameters(context.request.target, known: ["verdict", "limit", "cursor"])
        let verdict: ImportVerdict? = parameters.choice("verdict")
        let after = parameters.integer("cursor", in: 0...Int64.max) ?? 0
        let limit = Int(parameters.integer("limit", in: 1...Self.largestPage) ?? 100)
        try parameters.finish()
        let found = try await piece(
            of: id, PlannedRowQuery(verdict: verdict, after: after, limit: limit + 1))
        let page = found.prefix(limit)
        var body: JSONObject = ["rows": .array(page.map(\.json))]
        if found.count > limit { body["next"] = page.last.map { .string(String($0.number)) } }
        return .json(.ok, .object(body))
    }

    /// Every row with its verdict, piece by piece as the client takes them.
    private func download(_ context: RequestContext, as form: FileForm) async throws(Problem)
        -> HTTPResponse
    {
        let id = try Self.id(of: context)
        var parameters = QueryParameters(context.request.target, known: ["verdict"])
        let query = PlannedRowQuery(verdict: parameters.choice("verdict"), limit: Self.step)
        try parameters.finish()
        // The first piece before the answer's head, so that a plan that is not there is told by a status.
        let first = try await piece(of: id, query)
        return .file(
            named: "import-rows", in: form,
            body: .stream { writer in
                var (rest, piece) = (query, first)
                var file = PlannedRowWriter(form)
                while true {
                    for row in piece { file.append(row) }
                    try await writer.write(file.take())
                    guard piece.count == Self.step, let last = piece.last else { return }
                    rest.after = last.number
                    piece = try await self.piece(of: id, rest)
                }
            })
    }

    private func piece(of id: RequestID, _ query: PlannedRowQuery) async throws(Problem) -> [PlannedRow] {
        try await work.read { [imports] () throws(StoreError) in
            try imports.rows(of: id, matching: query).map(Result.success) ?? .failure(.noSuchPlan)
        }
    }

    private func apply(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try Self.id(of: context)
        let change = try context.changeContext(at: work.surroundings.now)
        return try await importWork.write(
            for: context,
            recover: { [imports] _ throws(StoreError) in
                guard let plan = try imports.plan(id) else { return Problem.noSuchPlan.response }
                return .json(.ok, plan.json)
            },
            perform: { [imports] () throws(Problem) in
                do throws(ImportRefusal) {
                    return WriteAnswer(.json(.ok, try imports.apply(id, in: change) { _ in }.json))
                } catch {
                    throw Problem(error)
                }
            })
    }

    private func undo(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try Self.id(of: context)
        let set = try await work.read { [imports] () throws(StoreError) in
            guard let plan = try imports.plan(id) else {
                return Result<Int64, Problem>.failure(.noSuchPlan)
            }
            guard let set = plan.changeSet else {
                return .failure(Problem(.conflict, "The plan has changed nothing that could be taken back."))
            }
            return .success(set.id)
        }
        return try await ChangeSetUndoing(changes: changes, work: importWork).undo(set, for: context)
    }

    private static func id(of context: RequestContext) throws(Problem) -> RequestID {
        guard let id = RequestID(context.parameter) else { throw .noSuchPlan }
        return id
    }
}

extension Problem {
    fileprivate static let noSuchPlan = Problem(
        .notFound, "There is no such plan; plans are kept for seven days.")

    /// What a plan that was not applied is answered with.
    init(_ refusal: ImportRefusal) {
        switch refusal {
        case .notFound:
            self = .noSuchPlan
        case .blocked(let counts):
            self.init(
                .importBlocked, "Nothing was imported: \(refusal).", extensions: ["counts": counts.json])
        case .moved(let rows, let count):
            self.init(
                .importMoved, "Nothing was imported: \(refusal).",
                extensions: [
                    "movedCount": .number(JSONNumber(count)), "moved": .array(rows.map(\.json)),
                ])
        case .store(let error):
            self.init(error, "Nothing was imported")
        }
    }
}
