import Allocation
import Contoso
import Files

extension StoreUnderTest {
    /// Plans the import of a text, handed over in pieces of a few bytes.
    func plan(
        _ text: String, _ form: FileForm = .csv, number: UInt64 = 1, source: String? = "devices.csv"
    ) throws -> ImportPlan {
        let heading = ImportHeading(
            id: RequestID(nanoseconds: 1_795_348_800_000_000_000 + number * 1_000_000, randomness: number),
            source: source, context: .at(Self.noon, by: "fleet"))
        let planner = try imports.beginPlan(heading)
        var reader = DeviceFileReader(form)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            reader.push(Array(rest.prefix(7)))
            rest = rest.dropFirst(7)
            while let row = try reader.next() { try planner.add(row) }
        }
        reader.finish()
        while let row = try reader.next() { try planner.add(row) }
        return try planner.finish()
    }

    /// The verdicts and explanations of a plan, in the order of its rows.
    func verdicts(of plan: ImportPlan) throws -> [String] {
        let rows = try imports.rows(of: plan.heading.id, matching: PlannedRowQuery(limit: 100)) ?? []
        return rows.map { row in
            let explanation = row.explanation
            return "\(row.line) \(row.registrationID) \(row.verdict.rawValue)"
                + (explanation.isEmpty ? "" : " | \(explanation)")
        }
    }

    func apply(_ plan: ImportPlan, by actor: String = "fleet") throws -> ImportPlan {
        try imports.apply(plan.heading.id, in: .at(Self.noon, by: actor)) { _ in }
    }

    static let noon = Timestamp(milliseconds: 1_795_348_800_000)
}
