package import Allocation
import Synchronization

extension InMemoryStore: ImportRepository {
    /// A plan with all that is needed to apply it.
    struct Plan: Sendable {
        let plan: ImportPlan
        let rows: [Row]

        struct Row: Sendable {
            let row: PlannedRow
            let device: Device?
            let revision: Int64?
        }
    }

    package func beginPlan(_ heading: ImportHeading) throws(StoreError) -> any ImportPlanner {
        try withContents { Planner(heading, over: $0, in: self) }
    }

    package func plans() throws(StoreError) -> [ImportPlan] {
        try withContents { contents in contents.plans.reversed().map { contents.completed($0.plan) } }
    }

    package func plan(_ id: RequestID) throws(StoreError) -> ImportPlan? {
        try withContents { contents in contents.find(id).map { contents.completed($0.plan) } }
    }

    package func rows(of id: RequestID, matching query: PlannedRowQuery) throws(StoreError) -> [PlannedRow]? {
        try withContents { contents in
            contents.find(id).map { plan in
                let matching = plan.rows.map(\.row).filter { row in
                    row.number > query.after && query.verdict.map { $0 == row.verdict } ?? true
                }
                return Array(matching.prefix(query.limit))
            }
        }
    }

    package func apply(
        _ id: RequestID, in context: ChangeContext, progress: (Int64) -> Void
    ) throws(ImportRefusal) -> ImportPlan {
        let found: (plan: Plan, completed: ImportPlan)?
        do throws(StoreError) {
            found = try withContents { contents in
                contents.find(id).map { ($0, contents.completed($0.plan)) }
            }
        } catch {
            throw .store(error)
        }
        guard let found else { throw .notFound }
        if found.completed.changeSet != nil { return found.completed }
        let plan = found.plan
        guard plan.plan.counts.blocking == 0 else { throw .blocked(plan.plan.counts) }
        var moved: [MovedRow] = []
        do throws(ChangeRefusal) {
            let origin = ChangeOrigin(kind: .import, importID: id, source: plan.plan.heading.source)
            let set = try change(in: context, origin) { contents, lines throws(ChangeRefusal) in
                moved = contents.moved(under: plan)
                guard moved.isEmpty else { throw .notFound }
                let devices = plan.rows.compactMap(\.device).sorted {
                    $0.registrationID.folded < $1.registrationID.folded
                }
                for device in devices {
                    _ = try contents.write(device, in: context, &lines)
                }
            }
            return ImportPlan(heading: plan.plan.heading, counts: plan.plan.counts, changeSet: set)
        } catch .store(let error) {
            throw .store(error)
        } catch {
            throw .moved(moved, count: Int64(moved.count))
        }
    }

    package func discard(_ id: RequestID) throws(StoreError) -> Bool {
        try withContents { contents in
            let count = contents.plans.count
            contents.plans.removeAll { $0.plan.heading.id == id }
            return contents.plans.count < count
        }
    }
}

extension InMemoryStore.Contents {
    fileprivate func find(_ id: RequestID) -> InMemoryStore.Plan? {
        plans.first { $0.plan.heading.id == id }
    }

    fileprivate func completed(_ plan: ImportPlan) -> ImportPlan {
        ImportPlan(
            heading: plan.heading, counts: plan.counts,
            changeSet: changeSets.first { $0.importID == plan.heading.id })
    }

    private func isOversized(_ device: Device) -> Bool {
        let template = divisions[device.division.asciiFolded]?.value.template
        return !device.twinFaults(over: template, insteadOf: nil).isEmpty
    }

    fileprivate func moved(under plan: InMemoryStore.Plan) -> [MovedRow] {
        let names = Set(divisions.values.map(\.value.name))
        return plan.rows.compactMap { row in
            let present = devices[row.row.registrationID.asciiFolded]?.revision
            let isStranded = row.device.map { !names.contains($0.division) || isOversized($0) } ?? false
            guard present != row.revision || isStranded else { return nil }
            return MovedRow(
                line: row.row.line, registrationID: row.row.registrationID, planned: row.revision,
                present: present)
        }
    }
}

/// Judges rows by the inventory as it was at the beginning.
private final class Planner: ImportPlanner {
    private let heading: ImportHeading
    private let contents: InMemoryStore.Contents
    private let store: InMemoryStore
    private let rows = Mutex<[InMemoryStore.Plan.Row]>([])

    init(_ heading: ImportHeading, over contents: InMemoryStore.Contents, in store: InMemoryStore) {
        self.heading = heading
        self.contents = contents
        self.store = store
    }

    func add(_ row: ImportRow) throws(StoreError) {
        var present: RegisteredDevice?
        let assessment = ImportAssessment(
            of: row,
            finding: { id in
                present = contents.devices[id.folded]
                return present
            },
            division: { name in
                contents.divisions[name.asciiFolded].map { division in
                    ImportDivision(name: division.value.name, template: division.value.template)
                }
            })
        rows.withLock { rows in
            let created = assessment.verdict == .create ? assessment.device?.json : nil
            let differences = Self.list(assessment.differences.map(\.json))
            let planned = PlannedRow(
                number: Int64(rows.count + 1), line: Int64(row.line), registrationID: row.registrationID,
                verdict: assessment.verdict, differences: created.map(PlannedRow.differences) ?? differences,
                faults: Self.list(assessment.faults.map(\.json)))
            rows.append(.init(row: planned, device: assessment.device, revision: present?.revision))
        }
    }

    private static func list(_ values: [JSONValue]) -> JSONValue? { values.isEmpty ? nil : .array(values) }

    func finish() throws(StoreError) -> ImportPlan {
        let judged = rows.withLock { Self.withDuplicatesMarked($0) }
        let counts = Dictionary(judged.map { ($0.row.verdict, Int64(1)) }, uniquingKeysWith: +)
        let plan = ImportPlan(heading: heading, counts: ImportCounts(counts))
        try store.withContents { contents in
            contents.plans.append(
                InMemoryStore.Plan(plan: plan, rows: judged))
        }
        return plan
    }

    private static func withDuplicatesMarked(
        _ rows: [InMemoryStore.Plan.Row]
    ) -> [InMemoryStore.Plan.Row] {
        let byID = Dictionary(grouping: rows.filter { !$0.row.registrationID.isEmpty }) {
            $0.row.registrationID.asciiFolded
        }
        return rows.map { row in
            guard let same = byID[row.row.registrationID.asciiFolded], same.count > 1,
                row.row.verdict != .invalid
            else { return row }
            let detail =
                "stands in the file \(same.count) times, first on line \(same.map(\.row.line).min() ?? 0)"
            let planned = PlannedRow(
                number: row.row.number, line: row.row.line, registrationID: row.row.registrationID,
                verdict: .duplicated, faults: .array([ImportFault(in: "registrationId", detail).json]))
            return .init(row: planned, device: nil, revision: row.revision)
        }
    }
}
