/// The divisions and rules in force at one moment.
package struct Policy: Sendable {
    /// Grows with every change of a division or a rule; the history keeps it beside each decision.
    package let revision: Int64

    /// By name.
    package let divisions: [Division]

    /// In the order in which they are tried; the first match wins.
    package let rules: [Rule]

    /// By the names as they are written, and by their folded forms.
    private let divisionsByName: [String: Division]

    package init(revision: Int64, divisions: [Division], rules: [Rule]) {
        self.revision = revision
        self.rules = rules
        self.divisions = divisions.sorted { $0.name < $1.name }
        let names = divisions.map { ($0.name, $0) } + divisions.map { ($0.name.asciiFolded, $0) }
        divisionsByName = Dictionary(names) { first, _ in first }
    }

    package func division(named name: String) -> Division? {
        divisionsByName[name] ?? divisionsByName[name.asciiFolded]
    }
}
