import Allocation
import HTTP

/// `/api/rules`: where a device belongs that nobody registered. Policy is an admin's; fleet managers and auditors read it.
struct RulesEndpoint: Sendable {
    let policies: any PolicyRepository
    let work: InventoryWork

    var routes: [Route] {
        let readers = Access.bearer([.fleet, .auditor])
        let writers = Access.bearer([])
        return [
            Route(.get, "/api/rules", readers, list),
            Route(.post, "/api/rules", writers, create),
            Route(.get, "/api/rules/{}", readers, show),
            Route(.put, "/api/rules/{}", writers, put),
            Route(.patch, "/api/rules/{}", writers, patch),
            Route(.delete, "/api/rules/{}", writers, delete),
        ]
    }

    /// All of them, in the order in which they are tried: people order them by hand, and each decision has them all in memory.
    private func list(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        try context.refuseQuery()
        return try await work.read { [policies] () throws(StoreError) in
            .success(.json(.ok, ["rules": try policies.rules().json]))
        }
    }

    private func show(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try context.number(of: "rule")
        try context.refuseQuery()
        return try await work.read { [policies] () throws(StoreError) in
            guard let rule = try Self.rule(id, of: policies) else {
                return .failure(Problem(ChangeRefusal.notFound, of: "rule"))
            }
            return .success(context.answer(rule.json, at: rule.revision))
        }
    }

    /// The store gives a new rule its number.
    private func create(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let document = try await context.document()
        return try await change(context, document) { policies, change throws(ChangeRefusal) in
            let draft = try Self.draft(from: document.json)
            return try policies.change(rule: nil, if: .none, in: change) { _ in draft }
        }
    }

    /// A rule that is not there cannot be made like this: numbers are the store's to give.
    private func put(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try context.number(of: "rule")
        let document = try await context.document()
        let precondition = context.precondition ?? .absent
        return try await change(context, document) { policies, change throws(ChangeRefusal) in
            let draft = try Self.draft(from: document.json)
            return try policies.change(rule: id, if: precondition, in: change) { _ in draft }
        }
    }

    private static func draft(from json: JSONValue) throws(ChangeRefusal) -> RuleDraft {
        do throws(InvalidDocuments) {
            return try RuleDraft(json: json)
        } catch {
            throw .invalid(error)
        }
    }

    private func patch(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try context.number(of: "rule")
        let document = try await context.document()
        let precondition = try context.requiredPrecondition()
        return try await change(context, document) { policies, change throws(ChangeRefusal) in
            try policies.patch(rule: id, with: document.json, if: precondition, in: change)
        }
    }

    private func delete(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try context.number(of: "rule")
        let precondition = try context.requiredPrecondition()
        return try await change(context) { policies, change throws(ChangeRefusal) in
            try policies.change(rule: id, if: precondition, in: change) { _ in nil }
        }
    }

    private static func rule(
        _ id: Int64?, of policies: any PolicyRepository
    ) throws(StoreError) -> Versioned<Rule>? {
        try policies.rules().first { $0.value.id == id }
    }

    private func change(
        _ context: RequestContext, _ document: RequestDocument? = nil,
        _ change:
            @escaping @Sendable (any PolicyRepository, ChangeContext) throws(ChangeRefusal) ->
            Changed<Versioned<Rule>>
    ) async throws(Problem) -> HTTPResponse {
        try await work.change(
            "rule", for: context, body: document?.bytes ?? [],
            present: { [policies] line throws(StoreError) in
                try Self.rule(Int64(line.subject), of: policies)
            },
            answer: Self.answer
        ) { [policies] context throws(ChangeRefusal) in
            do throws(ChangeRefusal) {
                return try change(policies, context)
            } catch {
                throw policies.completing(error, of: document?.json ?? .null)
            }
        }
    }

    private static func answer(to changed: Changed<Versioned<Rule>>) -> WriteAnswer {
        WriteAnswer(
            .changed(
                changed.effect, changed.value.map { ($0.json, $0.revision, "/api/rules/\($0.value.id)") }))
    }
}
