import Allocation
import HTTP

/// `/api/unmatched/register`, `/rule`, `/dismiss` and `/restore`: what an admin makes of refused devices.
struct UnmatchedActionsEndpoint: Sendable {
    let unmatched: any UnmatchedRepository
    let policies: any PolicyRepository
    let changes: any ChangeRepository
    let work: InventoryWork

    var routes: [Route] {
        let admins = Access.bearer([])
        return [
            Route(.post, "/api/unmatched/register", admins, register),
            Route(.post, "/api/unmatched/rule", admins, makeRule),
            Route(.post, "/api/unmatched/dismiss", admins, dismiss),
            Route(.post, "/api/unmatched/restore", admins, restore),
        ]
    }

    /// Makes devices of them, as many as one action may; the answer tells how many remain.
    private func register(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let document = try await context.document()
        let changeContext = try context.changeContext(at: work.surroundings.now)
        return try await work.write(
            for: context, body: document.bytes,
            recover: { [changes] change throws(StoreError) in
                // How many remained was told when it was done, and is not in the log.
                let created = try changes.changeSet(change.set.id)?.counts.created ?? 0
                return .json(
                    .ok,
                    [
                        "changeSet": .number(JSONNumber(change.set.id)),
                        "registered": .number(JSONNumber(created)),
                    ])
            },
            perform: { [unmatched] () throws(Problem) in
                let action = try Self.reading { () throws(InvalidDocuments) in
                    try UnmatchedAction.registration(from: document.json)
                }
                do throws(ChangeRefusal) {
                    let outcome = try unmatched.register(
                        action.filter, as: action.template, atMost: UnmatchedRegistration.mostAtOnce,
                        in: changeContext)
                    return WriteAnswer(.json(.ok, outcome.json))
                } catch {
                    throw Problem(error.inside("device"), of: "device")
                }
            })
    }

    /// Makes a rule as `POST /api/rules` does, and tells to how many of them it applies.
    private func makeRule(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let document = try await context.document()
        let changeContext = try context.changeContext(at: work.surroundings.now)
        return try await work.write(
            for: context, body: document.bytes,
            recover: { [unmatched, policies] change throws(StoreError) in
                guard let rule = try policies.rules().first(where: { String($0.value.id) == change.subject })
                else { return HTTPResponse(status: .noContent) }
                let action = try? UnmatchedAction.rule(from: document.json)
                return try Self.answer(to: rule, among: action?.filter ?? UnmatchedFilter(), in: unmatched)
            },
            perform: { [unmatched, policies] () throws(Problem) in
                let action = try Self.reading { () throws(InvalidDocuments) in
                    try UnmatchedAction.rule(from: document.json)
                }
                do throws(ChangeRefusal) {
                    let changed = try policies.change(rule: nil, if: .none, in: changeContext) { _ in
                        action.rule
                    }
                    guard let rule = changed.value else { throw .notFound }
                    do throws(StoreError) {
                        return WriteAnswer(try Self.answer(to: rule, among: action.filter, in: unmatched))
                    } catch {
                        throw .store(error)
                    }
                } catch {
                    throw Problem(error.inside("rule"), of: "rule")
                }
            })
    }

    private static func answer(
        to rule: Versioned<Rule>, among filter: UnmatchedFilter, in unmatched: any UnmatchedRepository
    ) throws(StoreError) -> HTTPResponse {
        let value = rule.value
        let counts = try unmatched.matches(
            of: RuleDraft(kind: value.kind, pattern: value.pattern, division: value.division), among: filter)
        return .json(
            .created,
            [
                "rule": rule.json, "devices": .number(JSONNumber(counts.devices)),
                "matches": .number(JSONNumber(counts.matches)),
            ],
            fields: [("etag", EntityTag.text(of: rule.revision)), ("location", "/api/rules/\(value.id)")])
    }

    private func dismiss(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        try await settle(context) { [unmatched] document, change throws(Problem) in
            let action = try Self.reading { () throws(InvalidDocuments) in
                try UnmatchedAction.dismissal(from: document)
            }
            let dismissals = action.subjects.map { subject in
                UnmatchedDismissal(
                    subject.kind, subject.name, untilRefusedAgain: action.untilRefusedAgain, at: change.time,
                    by: change.actor, message: change.message)
            }
            do throws(ChangeRefusal) {
                let devices = try unmatched.dismiss(dismissals)
                return [
                    "dismissed": .number(JSONNumber(Int64(dismissals.count))),
                    "devices": .number(JSONNumber(devices)),
                ]
            } catch {
                throw Problem(error, of: "inbox")
            }
        }
    }

    private func restore(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        try await settle(context) { [unmatched] document, _ throws(Problem) in
            let action = try Self.reading { () throws(InvalidDocuments) in
                try UnmatchedAction.dismissal(from: document, takesCondition: false)
            }
            do throws(ChangeRefusal) {
                return ["restored": .number(JSONNumber(Int64(try unmatched.restore(action.subjects))))]
            } catch {
                throw Problem(error, of: "inbox")
            }
        }
    }

    /// Dismisses or restores. Neither is in the change log, for the inventory stays as it is; done again, it comes to the same.
    private func settle(
        _ context: RequestContext,
        _ body: @escaping @Sendable (JSONValue, ChangeContext) throws(Problem) -> JSONValue
    ) async throws(Problem) -> HTTPResponse {
        let document = try await context.document()
        let changeContext = try context.changeContext(at: work.surroundings.now)
        return try await work.write(
            for: context, body: document.bytes,
            recover: { _ throws(StoreError) in .json(.ok, [:]) },
            perform: { () throws(Problem) in
                WriteAnswer(.json(.ok, try body(document.json, changeContext)))
            })
    }

    private static func reading<Value>(
        _ body: () throws(InvalidDocuments) -> Value
    ) throws(Problem) -> Value {
        do throws(InvalidDocuments) {
            return try body()
        } catch {
            throw Problem(.invalidContent, "The action is not in order.", faults: error.faults)
        }
    }
}

extension ChangeRefusal {
    /// This refusal of a part of a document, told by its places in the whole.
    fileprivate func inside(_ name: String) -> ChangeRefusal {
        guard case .invalid(let documents) = self else { return self }
        let selection = UnmatchedSelection.pointer.description
        return .invalid(
            InvalidDocuments(
                documents.faults.map { fault in
                    guard !fault.pointer.description.hasPrefix(selection) else { return fault }
                    return InvalidDocument(
                        at: JSONPointer().appending(name: name).appending(fault.pointer), fault.problem)
                }))
    }
}
