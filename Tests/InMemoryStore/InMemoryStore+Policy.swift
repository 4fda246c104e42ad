package import Allocation

extension InMemoryStore: PolicyRepository {
    package func policy() throws(StoreError) -> Policy {
        try withContents { $0.policy }
    }

    package func put(_ division: Division) throws(StoreError) -> WriteEffect {
        try withContents { contents throws(StoreError) in
            guard !division.name.isEmpty, !division.noun.isEmpty, !division.hubPattern.isEmpty else {
                throw .refused("a division's name, noun and pattern may not be empty")
            }
            let known = contents.divisions[division.name.asciiFolded]
            if known == division { return .unchanged }
            contents.divisions[division.name.asciiFolded] = division
            contents.policyRevision += 1
            return known == nil ? .created : .updated
        }
    }

    package func put(ruleOf kind: Rule.Kind, pattern: String, division: String) throws(StoreError)
        -> WriteEffect
    {
        try withContents { contents throws(StoreError) in
            guard !pattern.isEmpty else { throw .refused("a rule's pattern may not be empty") }
            guard let division = contents.divisions[division.asciiFolded] else {
                throw .refused("there is no division named \(division)")
            }
            let known = contents.rules.firstIndex { $0.kind == kind && $0.pattern.equalsFoldingCase(pattern) }
            let id = known.map { contents.rules[$0].id } ?? Int64(contents.rules.count + 1)
            let rule = Rule(id: id, kind: kind, pattern: pattern, division: division.name)
            if let known {
                if contents.rules[known] == rule { return .unchanged }
                contents.rules[known] = rule
            } else {
                contents.rules.append(rule)
            }
            contents.policyRevision += 1
            return known == nil ? .created : .updated
        }
    }
}
