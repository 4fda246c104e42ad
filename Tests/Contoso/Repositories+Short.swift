package import Allocation

// What most tests write needs no context but a time and a name.

extension ChangeContext {
    package static func at(_ time: Timestamp, by actor: String = "test") -> ChangeContext {
        ChangeContext(actor: actor, at: time)
    }

    /// At the beginning of time.
    package static let early = ChangeContext(actor: "test", at: Timestamp(milliseconds: 0))
}

extension DeviceRepository {
    package func put(_ device: Device, at time: Timestamp, by actor: String) throws(ChangeRefusal)
        -> WriteEffect
    {
        try put(device, in: .at(time, by: actor)).effect
    }
}

extension PolicyRepository {
    /// Writes the division as a whole, be it new or known.
    package func put(_ division: Division) throws(ChangeRefusal) -> WriteEffect {
        try change(division: division.name, if: .none, in: .early) { _ in division }.effect
    }

    /// Writes the rule of that kind and pattern, be it new or known.
    package func put(ruleOf kind: Rule.Kind, pattern: String, division: String) throws(ChangeRefusal)
        -> WriteEffect
    {
        let draft = RuleDraft(kind: kind, pattern: pattern, division: division)
        let known: Versioned<Rule>?
        do throws(StoreError) {
            known = try rules().first { draft.isSame(as: $0.value) }
        } catch {
            throw .store(error)
        }
        return try change(rule: known?.value.id, if: .none, in: .early) { _ in draft }.effect
    }
}
