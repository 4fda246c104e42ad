/// How many rows of an import have which verdict.
package struct ImportCounts: Sendable, Equatable {
    private var counts: [ImportVerdict: Int64] = [:]

    package init(_ counts: [ImportVerdict: Int64] = [:]) {
        self.counts = counts.filter { $0.value > 0 }
    }

    package init(_ counts: [(ImportVerdict, Int64)]) {
        self.init(Dictionary(counts, uniquingKeysWith: +))
    }

    package mutating func add(_ verdict: ImportVerdict) { counts[verdict, default: 0] += 1 }

    package subscript(verdict: ImportVerdict) -> Int64 { counts[verdict] ?? 0 }

    package var total: Int64 { counts.values.reduce(0, +) }

    /// Rows that keep the plan from being applied.
    package var blocking: Int64 { counts.reduce(0) { $0 + ($1.key.blocks ? $1.value : 0) } }

    /// Devices that applying the plan would write.
    package var writing: Int64 { self[.create] + self[.update] }

    /// Every verdict with its number, zeros too.
    package var json: JSONValue {
        var object = JSONObject()
        for verdict in ImportVerdict.allCases {
            object[verdict.rawValue] = .number(JSONNumber(self[verdict]))
        }
        return .object(object)
    }

    /// In words, for example `12 to create, 1 invalid`.
    package var summary: String {
        let parts = ImportVerdict.allCases.compactMap { verdict -> String? in
            guard self[verdict] > 0 else { return nil }
            switch verdict {
            case .create, .update: return "\(self[verdict]) to \(verdict.rawValue)"
            default: return "\(self[verdict]) \(verdict.rawValue)"
            }
        }
        return parts.isEmpty ? "no devices" : parts.joined(separator: ", ")
    }
}
