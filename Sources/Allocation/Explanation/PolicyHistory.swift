/// The divisions and rules of former times: goes back from the present ones, change by change.
///
/// Back and not forward, so that it needs no more of the change log than what was changed since.
struct PolicyHistory {
    /// So many changes of divisions and rules are taken back at most.
    static let mostChanges = 20_000
    private static let pageSize = 500

    private var divisions: [Division]
    private var rules: [Rule]

    /// What was taken back, the newest first.
    private(set) var changesSince: [ChangeOutline] = []

    /// The newest change that was left as it is: what is rebuilt is what it left behind. 0 when all were taken back.
    private(set) var lastChange: Int64 = 0

    /// Why what was rebuilt may not be what there was.
    private(set) var doubts: [String] = []

    private let revision: Int64

    /// What was rebuilt.
    var policy: Policy { Policy(revision: revision, divisions: divisions, rules: rules) }

    /// Rebuilds the policy of a decision.
    ///
    /// - Parameters:
    ///   - revision: the policy's, as the history has it.
    ///   - time: of the decision; for changes that are older than their keeping of the policy's revisions.
    ///   - present: the policy now.
    ///   - changes: the change log.
    /// - Throws: `StoreError.unavailable` when the log cannot be read.
    init(
        at revision: Int64, decidedAt time: Timestamp, from present: Policy, by changes: any ChangeRepository
    ) throws(StoreError) {
        (divisions, rules) = (present.divisions, present.rules)
        self.revision = revision
        /// `nil` behind changes that do not tell it.
        var reached: Int64? = present.revision
        if present.revision < revision {
            doubts.append(
                "the policy was at revision \(revision), and is at \(present.revision) now: the inventory is another one"
            )
        }
        var (before, isAtEnd) = (Int64?.none, false)
        search: while !isAtEnd {
            let page = try changes.policyChanges(before: before, limit: Self.pageSize)
            isAtEnd = page.count < Self.pageSize
            before = page.last?.id
            for change in page {
                // Made between the reading of the policy and that of the log.
                if let found = change.set.policyRevisions, found.before >= present.revision { continue }
                guard Self.isLater(change, than: revision, time) else {
                    lastChange = change.id
                    break search
                }
                guard changesSince.count < Self.mostChanges else {
                    doubts.append(
                        "more than \(Self.mostChanges) changes of divisions and rules were made since")
                    lastChange = change.id
                    break search
                }
                if changesSince.last?.set.id != change.set.id, let left = change.set.policyRevisions?.after,
                    let reached, left != reached
                {
                    doubtHand(from: left, to: reached)
                }
                takeBack(change)
                reached = change.set.policyRevisions?.before
            }
        }
        if let reached, reached > revision {
            doubtHand(from: revision, to: reached)
        } else if reached == nil {
            doubts.append(
                "some changes since are older than the keeping of the policy's revision, and were placed by their times"
            )
        }
    }

    private static func isLater(_ change: Change, than revision: Int64, _ time: Timestamp) -> Bool {
        change.set.policyRevisions.map { $0.after > revision } ?? (change.set.context.time > time)
    }

    private mutating func doubtHand(from: Int64, to: Int64) {
        doubts.append(
            "divisions or rules were changed without a line in the change log, between the policy's revisions \(from) and \(to)"
        )
    }

    // MARK: One change

    private mutating func takeBack(_ change: Change) {
        changesSince.append(ChangeOutline(change))
        do throws(InvalidDocuments) {
            switch change.kind {
            case .division: try takeBack(division: change)
            case .rule: try takeBack(rule: change)
            case .device, .key: break
            }
        } catch {
            doubts.append("change \(change.id) cannot be taken back: \(error)")
        }
    }

    private mutating func takeBack(division change: Change) throws(InvalidDocuments) {
        let before = try change.before.map { json throws(InvalidDocuments) in try Division(json: json) }
        if let name = change.after?["name"]?.string {
            divisions.removeAll { $0.name.equalsFoldingCase(name) }
            if let before { rename(name, to: before.name) }
        }
        if let before { divisions.append(before) }
    }

    private mutating func rename(_ name: String, to former: String) {
        rules = rules.map { rule in
            rule.division.equalsFoldingCase(name)
                ? Rule(id: rule.id, kind: rule.kind, pattern: rule.pattern, division: former) : rule
        }
    }

    private mutating func takeBack(rule change: Change) throws(InvalidDocuments) {
        guard let id = Int64(change.subject) else { return }
        let before = try change.before.map { json throws(InvalidDocuments) in try RuleDraft(json: json) }
        let place = rules.firstIndex { $0.id == id }
        if let place { rules.remove(at: place) }
        guard let before else { return }
        let formerPlace = before.position.map { $0 - 1 } ?? place ?? rules.count
        rules.insert(
            Rule(id: id, kind: before.kind, pattern: before.pattern, division: before.division),
            at: min(formerPlace, rules.count))
    }
}
