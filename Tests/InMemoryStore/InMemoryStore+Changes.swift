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
                    && filter.actorKey.map { $0 == context.keyID } ?? true
                    && filter.changeSet.map { $0 == change.set.id } ?? true
                    && filter.requestID.map { $0 == context.requestID } ?? true
                    && filter.member.map(change.changedMembers.contains) ?? true
                    && filter.since.map { context.time >= $0 } ?? true
                    && filter.until.map { context.time < $0 } ?? true
            }
            return matching.prefix(filter.limit).map(contents.marking)
        }
    }

    package func policyChanges(before: Int64?, limit: Int) throws(StoreError) -> [Change] {
        try withContents { contents in
            let matching = contents.changes.reversed().filter {
                [.division, .rule].contains($0.kind) && $0.id < before ?? .max
            }
            return matching.prefix(limit).map(contents.marking)
        }
    }

    package func changeSets(
        of kind: ChangeSet.Kind?, concerning subject: Change.Kind?, before: Int64?, limit: Int
    ) throws(StoreError) -> [ChangeSet] {
        try withContents { contents in
            let sets = contents.changeSets.reversed().filter {
                set in
                set.id < before ?? .max && kind.map { $0 == set.kind } ?? true
                    && subject.map { subject in
                        contents.changes.contains { $0.set.id == set.id && $0.kind == subject }
                    } ?? true
            }
            return Array(sets.prefix(limit))
        }
    }

    package func changeSet(_ id: Int64) throws(StoreError) -> ChangeSet? {
        try withContents { contents in contents.changeSets.first { $0.id == id } }
    }

    package func undo(
        changeSet id: Int64, in context: ChangeContext, progress: (Int64) -> Void
    ) throws(ChangeRefusal) -> UndoOutcome {
        var refused: [UndoRefusal] = []
        let set = try change(in: context, ChangeOrigin(kind: .undo, undoes: id)) {
            contents, lines throws(ChangeRefusal) in
            guard contents.changeSets.contains(where: { $0.id == id }) else { throw .notFound }
            for change in contents.changes.reversed() where change.set.id == id {
                let before = (contents, lines)
                do throws(ChangeRefusal) {
                    try contents.takeBack(change, in: context, &lines)
                } catch {
                    (contents, lines) = before
                    refused.append(
                        UndoRefusal(kind: change.kind, subject: change.subject, reason: error.description))
                }
            }
        }
        return UndoOutcome(
            changeSet: set, refused: Array(refused.prefix(UndoOutcome.mostTold)),
            refusedCount: Int64(refused.count))
    }

    /// What a change set comes of, beside who, when and why.
    struct ChangeOrigin {
        var kind = ChangeSet.Kind.edit
        var undoes: Int64?
        var importID: RequestID?
        var source: String?
    }

    /// Runs `body` alone, as `withContents`, for changes, of which it keeps the one line that each makes.
    func change<Result: Sendable>(
        in context: ChangeContext,
        _ body: (inout Contents, inout [Line]) throws(ChangeRefusal) -> Result
    ) throws(ChangeRefusal) -> Result {
        var result: Result?
        _ = try change(in: context, ChangeOrigin()) { contents, lines throws(ChangeRefusal) in
            result = try body(&contents, &lines)
        }
        guard let result else { throw .store(.closed) }
        return result
    }

    /// As above, for a set of any origin.
    ///
    /// - Returns: the set; `nil` when nothing was changed.
    func change(
        in context: ChangeContext, _ origin: ChangeOrigin,
        _ body: (inout Contents, inout [Line]) throws(ChangeRefusal) -> Void
    ) throws(ChangeRefusal) -> ChangeSet? {
        var refusal: ChangeRefusal?
        do throws(StoreError) {
            return try withContents { contents throws(StoreError) in
                var lines: [Line] = []
                let policyBefore = contents.policyRevision
                do throws(ChangeRefusal) {
                    try body(&contents, &lines)
                    return contents.keep(lines, in: context, origin, since: policyBefore)
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
    var changeSets: [ChangeSet] {
        let undos = undos
        return changes.reduce(into: []) { sets, change in
            guard sets.last?.id != change.set.id else { return }
            var set = change.set
            set.undoneBy = Self.undoer(of: set.id, among: undos)
            sets.append(set)
        }
    }

    private var undos: [ChangeSet] { changes.map(\.set).filter { $0.undoes != nil } }

    private static func undoer(of id: Int64, among undos: [ChangeSet]) -> Int64? {
        undos.last { $0.undoes == id && undoer(of: $0.id, among: undos) == nil }?.id
    }

    /// The change with the set that took its own back.
    fileprivate func marking(_ change: Change) -> Change {
        var change = change
        change.set.undoneBy = Self.undoer(of: change.set.id, among: undos)
        return change
    }

    fileprivate mutating func keep(
        _ lines: [InMemoryStore.Line], in context: ChangeContext, _ origin: InMemoryStore.ChangeOrigin,
        since policyBefore: Int64
    ) -> ChangeSet? {
        guard !lines.isEmpty else { return nil }
        var counts = ChangeCounts()
        for line in lines { counts.add(WriteEffect(before: line.before, after: line.after)) }
        let set = ChangeSet(
            id: (changes.last?.set.id ?? 0) + 1, kind: origin.kind, context: context, undoes: origin.undoes,
            importID: origin.importID, source: origin.source, counts: counts,
            policyRevisions: .init(before: policyBefore, after: policyRevision))
        for line in lines {
            changes.append(
                Change(
                    id: Int64(changes.count + 1), set: set, kind: line.kind, subject: line.subject,
                    revision: line.revision, before: line.before, after: line.after))
        }
        return set
    }

    fileprivate mutating func takeBack(
        _ change: Change, in context: ChangeContext, _ lines: inout [InMemoryStore.Line]
    ) throws(ChangeRefusal) {
        let last = changes.last {
            $0.kind == change.kind && $0.subject.equalsFoldingCase(change.subject)
        }
        let present = revision(of: change)
        guard change.kind != .key else {
            throw .keyStays(
                isCreation: change.before == nil, isRevocation: change.after?["revokedAt"] != nil)
        }
        guard present == change.revision, last?.id == change.id else {
            throw .preconditionFailed(presentRevision: present)
        }
        switch change.kind {
        case .device:
            if let before = change.before.flatMap({ try? Device(json: $0) }) {
                _ = try write(before, in: context, &lines)
            } else if let device = devices[change.subject.asciiFolded] {
                erase(device, &lines)
            }
        case .division:
            let before = change.before.flatMap { try? Division(json: $0) }
            _ = try self.change(division: change.subject, if: .none, &lines) { _ in before }
        case .rule:
            let before = change.before.flatMap { try? RuleDraft(json: $0) }
            let id = change.after == nil ? nil : Int64(change.subject)
            _ = try self.change(rule: id, if: .none, &lines) { _ in before }
        case .key:
            break
        }
    }

    private func revision(of change: Change) -> Int64? {
        switch change.kind {
        case .device: devices[change.subject.asciiFolded]?.revision
        case .division: divisions[change.subject.asciiFolded]?.revision
        case .rule: rules.first { String($0.value.id) == change.subject }?.revision
        case .key: nil
        }
    }
}
