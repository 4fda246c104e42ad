/// The divisions and rules in force at one moment.
package struct Policy: Sendable {
    /// Grows with every change of a division or a rule; the history keeps it beside each decision.
    package let revision: Int64

    /// In the order in which they are tried; the first match wins.
    package let rules: [Rule]

    private let divisionsByFoldedName: [String: Division]

    package init(revision: Int64, divisions: [Division], rules: [Rule]) {
        self.revision = revision
        self.rules = rules
        divisionsByFoldedName = Dictionary(divisions.map { ($0.name.asciiFolded, $0) }) { first, _ in first }
    }

    package func division(named name: String) -> Division? {
        divisionsByFoldedName[name.asciiFolded]
    }

    /// By name.
    package var divisions: [Division] {
        divisionsByFoldedName.values.sorted { $0.name < $1.name }
    }
}
