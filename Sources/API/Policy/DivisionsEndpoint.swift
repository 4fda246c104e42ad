import Allocation
import HTTP

/// `/api/divisions`: where devices belong. Policy is an admin's; fleet managers and auditors read it.
struct DivisionsEndpoint: Sendable {
    let policies: any PolicyRepository
    let work: InventoryWork

    var routes: [Route] {
        let readers = Access.bearer([.fleet, .auditor])
        let writers = Access.bearer([])
        return [
            Route(.get, "/api/divisions", readers, list),
            Route(.get, "/api/divisions/{}", readers, show),
            Route(.put, "/api/divisions/{}", writers, put),
            Route(.patch, "/api/divisions/{}", writers, patch),
            Route(.delete, "/api/divisions/{}", writers, delete),
        ]
    }

    /// All of them: a business has few, and each decision has them all in memory.
    private func list(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        try context.refuseQuery()
        return try await work.read { [policies] () throws(StoreError) in
            .success(.json(.ok, ["divisions": .array(try policies.divisions().map(\.json))]))
        }
    }

    private func show(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        try context.refuseQuery()
        return try await work.read { [policies] () throws(StoreError) in
            guard let division = try Self.division(context.parameter, of: policies) else {
                return .failure(Problem(ChangeRefusal.notFound, of: "division"))
            }
            return .success(context.answer(division.json, at: division.revision))
        }
    }

    /// Without a precondition it makes what is not there, and asks for one where it would overwrite.
    private func put(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let name = context.parameter
        let document = try await context.document()
        let precondition = context.precondition ?? .absent
        return try await change(context, body: document.bytes) { policies, change throws(ChangeRefusal) in
            let division = try Self.division(name, from: document.json)
            return try policies.change(division: name, if: precondition, in: change) { _ in division }
        }
    }

    private static func division(_ name: String, from json: JSONValue) throws(ChangeRefusal) -> Division {
        do throws(InvalidDocuments) {
            return try Division(json: json.adding("name", .string(name)), named: name)
        } catch {
            throw .invalid(error)
        }
    }

    private func patch(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let document = try await context.document()
        let precondition = try context.requiredPrecondition()
        return try await change(context, body: document.bytes) { policies, change throws(ChangeRefusal) in
            try policies.patch(
                division: context.parameter, with: document.json, if: precondition, in: change)
        }
    }

    private func delete(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let precondition = try context.requiredPrecondition()
        return try await change(context) { policies, change throws(ChangeRefusal) in
            try policies.delete(division: context.parameter, if: precondition, in: change)
        }
    }

    private static func division(
        _ name: String, of policies: any PolicyRepository
    ) throws(StoreError) -> Versioned<Division>? {
        try policies.divisions().first { $0.value.name.equalsFoldingCase(name) }
    }

    private func change(
        _ context: RequestContext, body: [UInt8] = [],
        _ change:
            @escaping @Sendable (any PolicyRepository, ChangeContext) throws(ChangeRefusal) ->
            Changed<Versioned<Division>>
    ) async throws(Problem) -> HTTPResponse {
        try await work.change(
            "division", for: context, body: body,
            present: { [policies] line throws(StoreError) in
                try Self.division(line.subject, of: policies)
            },
            answer: Self.answer
        ) { [policies] context throws(ChangeRefusal) in
            try change(policies, context)
        }
    }

    private static func answer(to changed: Changed<Versioned<Division>>) -> WriteAnswer {
        WriteAnswer(
            .changed(
                changed.effect,
                changed.value.map { division in
                    let segment = division.value.name.percentEncodedSegment
                    return (division.json, division.revision, "/api/divisions/\(segment)")
                }))
    }
}
