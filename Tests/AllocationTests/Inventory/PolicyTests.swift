import Allocation
import Contoso
import Testing

@Suite struct PolicyTests {
    @Test(arguments: [
        (Rule.Kind.suffix, "-contoso-tstrsd-007", "breakroom499-contoso-tstrsd-007", true),
        (.suffix, "-CONTOSO-tstrsd-007", "Breakroom499-Contoso-TSTRSD-007", true),
        (.suffix, "-contoso-tstrsd-007", "breakroom499-contoso-tstrsd-007-b", false),
        (.suffix, "-contoso-tstrsd-007", "contoso-tstrsd-007", false),
        (.contains, "-contoso-tstrsd-007", "breakroom499-contoso-tstrsd-007-b", true),
        (.contains, "-CONTOSO-", "a-contoso-b", true),
        (.contains, "-contoso-", "contoso", false),
    ])
    func `a rule matches by its kind, whatever the case`(
        kind: Rule.Kind, pattern: String, id: String, matches: Bool
    ) throws {
        let rule = Rule(id: 1, kind: kind, pattern: pattern, division: "toasters")
        #expect(try rule.matches(RegistrationID(id)) == matches)
    }

    @Test func `a division is found by its name whatever the case`() {
        #expect(Policy.contoso.division(named: "HeatPumps") == .heatPumps)
        #expect(Policy.contoso.division(named: "heat pumps") == nil)
    }

    @Test func `divisions are listed by name`() {
        #expect(Policy.contoso.divisions == [.heatPumps, .toasters])
    }
}
