import Allocation
import HTTP

/// Takes a change set back on behalf of a request.
struct ChangeSetUndoing: Sendable {
    let changes: any ChangeRepository
    let work: InventoryWork

    /// - Returns: the outcome, also when some of it was left as it is.
    /// - Throws: `Problem` when there is no such set, the role may not take it back, or the store cannot be written.
    func undo(_ id: Int64, for context: RequestContext) async throws(Problem) -> HTTPResponse {
        let changeContext = try context.changeContext(at: work.surroundings.now)
        let isFleets = context.role == .fleet
        return try await work.write(
            for: context,
            recover: { [changes] change throws(StoreError) in
                // What was left as it is was told when the undo was made, and is not in the log.
                let set = try changes.changeSet(change.set.id)
                return .json(.ok, UndoOutcome(changeSet: set, refused: [], refusedCount: 0).json)
            },
            perform: { [changes] () throws(Problem) in
                // What it may not see is not there for it.
                if isFleets, try !Self.concerns(.device, id, in: changes) {
                    throw Problem(ChangeRefusal.notFound, of: "change set")
                }
                if isFleets, try Self.concernsPolicy(id, in: changes) {
                    throw Problem(
                        .forbidden, "A key of the role fleet takes back changes of devices only.")
                }
                do throws(ChangeRefusal) {
                    let outcome = try changes.undo(changeSet: id, in: changeContext) { _ in }
                    return WriteAnswer(.json(.ok, outcome.json))
                } catch {
                    throw Problem(error, of: "change set")
                }
            })
    }

    /// Whether a set changed anything but devices.
    private static func concernsPolicy(
        _ id: Int64, in changes: any ChangeRepository
    ) throws(Problem) -> Bool {
        do throws(StoreError) {
            // An import has devices only, and may have a million of them.
            guard try changes.changeSet(id)?.kind != .import else { return false }
        } catch {
            throw Problem(error, "The change log cannot be read")
        }
        for kind in Change.Kind.allCases where kind != .device {
            if try concerns(kind, id, in: changes) { return true }
        }
        return false
    }

    /// Whether a set changed such a thing.
    private static func concerns(
        _ kind: Change.Kind, _ id: Int64, in changes: any ChangeRepository
    ) throws(Problem) -> Bool {
        var filter = ChangeFilter(limit: 1)
        filter.changeSet = id
        filter.kind = kind
        do throws(StoreError) {
            return try !changes.changes(matching: filter).isEmpty
        } catch {
            throw Problem(error, "The change log cannot be read")
        }
    }
}
