package import Allocation

extension InMemoryStore: ChangeRepository {
    package func changes(matching filter: ChangeFilter) throws(StoreError) -> [Change] {
        try withContents { contents in
            let matching = contents.changes.reversed().filter { change in
                let context = change.set.context
                return change.id < filter.before ?? .max
                    && filter.kind.map { $0 == change.kind } ?? true
                    && filter.subject.map { change.subject.equalsFoldingCase($0) } ?? true
                    && filter.actor.map { $0 == context.actor } ?? true
                    && filter.changeSet.map { $0 == change.set.id } ?? true
                    && filter.member.map(change.changedMembers.contains) ?? true
                    && filter.since.map { context.time >= $0 } ?? true
                    && filter.until.map { context.time < $0 } ?? true
            }
            return Array(matching.prefix(filter.limit))
        }
    }

    /// Runs `body` alone, as `withContents`, for changes, of which it keeps the one line that each makes.
    func change<Result: Sendable>(
        in context: ChangeContext,
        _ body: (inout Contents, inout [Line]) throws(ChangeRefusal) -> Result
    ) throws(ChangeRefusal) -> Result {
        var refusal: ChangeRefusal?
        do throws(StoreError) {
            return try withContents { contents throws(StoreError) in
                var lines: [Line] = []
                do throws(ChangeRefusal) {
                    let result = try body(&contents, &lines)
                    contents.keep(lines, in: context)
                    return result
                } catch {
                    refusal = error
                    throw .closed
                }
            }
        } catch {
            throw refusal ?? .store(error)
        }
    }

    /// What a change writes to the log.
    struct Line {
        let kind: Change.Kind
        let subject: String
        let revision: Int64?
        let before: JSONValue?
        let after: JSONValue?
    }
}

extension InMemoryStore.Contents {
    fileprivate mutating func keep(_ lines: [InMemoryStore.Line], in context: ChangeContext) {
        guard !lines.isEmpty else { return }
        var counts = ChangeCounts()
        for line in lines { counts.add(WriteEffect(before: line.before, after: line.after)) }
        let set = ChangeSet(
            id: (changes.last?.set.id ?? 0) + 1, kind: .edit, context: context, counts: counts)
        for line in lines {
            changes.append(
                Change(
                    id: Int64(changes.count + 1), set: set, kind: line.kind, subject: line.subject,
                    revision: line.revision, before: line.before, after: line.after))
        }
    }
}
