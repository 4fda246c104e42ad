package import Allocation

extension Rule {
    package static let toasterSuffix = Rule(
        id: 1, kind: .suffix, pattern: "-contoso-tstrsd-007", division: Division.toasters.name)

    package static let heatPumpSuffix = Rule(
        id: 2, kind: .suffix, pattern: "-contoso-hpsd-088", division: Division.heatPumps.name)
}

extension Policy {
    /// The article's two divisions and two suffixes.
    package static let contoso = Policy(
        revision: 7, divisions: [.toasters, .heatPumps], rules: [.toasterSuffix, .heatPumpSuffix])
}
