package import Allocation

extension InMemoryStore: PolicyRepository {
    package func policy() throws(StoreError) -> Policy {
        try withContents { $0.policy }
    }

    package func divisions() throws(StoreError) -> [Versioned<Division>] {
        try withContents {
            $0.divisions.values.sorted { $0.value.name.asciiFolded < $1.value.name.asciiFolded }
        }
    }

    package func rules() throws(StoreError) -> [Versioned<Rule>] {
        try withContents { $0.rules }
    }

    package func change(
        division name: String, if precondition: Precondition, in context: ChangeContext,
        _ change: (Versioned<Division>?) throws(ChangeRefusal) -> Division?
    ) throws(ChangeRefusal) -> Changed<Versioned<Division>> {
        try self.change(in: context) { contents, lines throws(ChangeRefusal) in
            try contents.change(division: name, if: precondition, &lines, change)
        }
    }

    package func change(
        rule id: Int64?, if precondition: Precondition, in context: ChangeContext,
        _ change: (Versioned<Rule>?) throws(ChangeRefusal) -> RuleDraft?
    ) throws(ChangeRefusal) -> Changed<Versioned<Rule>> {
        try self.change(in: context) { contents, lines throws(ChangeRefusal) in
            try contents.change(rule: id, if: precondition, &lines, change)
        }
    }
}

extension InMemoryStore.Contents {
    mutating func change(
        division name: String, if precondition: Precondition, _ lines: inout [InMemoryStore.Line],
        _ change: (Versioned<Division>?) throws(ChangeRefusal) -> Division?
    ) throws(ChangeRefusal) -> Changed<Versioned<Division>> {
        let present = divisions[name.asciiFolded]
        guard precondition.holds(for: present?.revision) else {
            throw .preconditionFailed(presentRevision: present?.revision)
        }
        let division = try change(present)
        if division == present?.value { return Changed(.unchanged, present) }
        policyRevision += 1
        let revision = division.map {
            max(present?.revision ?? 0, erasedDivisions[$0.name.asciiFolded] ?? 0) + 1
        }
        lines.append(
            InMemoryStore.Line(
                kind: .division, subject: division?.name ?? name, revision: revision,
                before: present?.value.json, after: division?.json))
        if let present {
            divisions[present.value.name.asciiFolded] = nil
            erasedDivisions[present.value.name.asciiFolded] = present.revision
        }
        guard let division, let revision else {
            let devices = self.devices.values.filter { $0.device.division.equalsFoldingCase(name) }
                .count
            let rules = self.rules.filter { $0.value.division.equalsFoldingCase(name) }.count
            guard devices + rules == 0 else {
                throw .store(.refused("division \(name) has \(devices) devices and \(rules) rules"))
            }
            return Changed(.deleted, nil)
        }
        guard !division.name.isEmpty, !division.noun.isEmpty, !division.hubPattern.isEmpty else {
            throw .store(.refused("a division's name, noun and pattern may not be empty"))
        }
        if let other = divisions[division.name.asciiFolded] {
            throw .invalid("name", "there is a division named \(other.value.name) already")
        }
        if let present, let template = division.template, present.value.twin != division.twin {
            try refuseOversizedTwins(in: name, under: template)
        }
        rename(name, to: division.name)
        divisions[division.name.asciiFolded] = Versioned(division, at: revision)
        return Changed(present == nil ? .created : .updated, Versioned(division, at: revision))
    }

    private func refuseOversizedTwins(
        in division: String, under template: TwinTemplate
    ) throws(ChangeRefusal) {
        var oversized = OversizedTwins()
        for (_, registered) in devices.sorted(by: { $0.key < $1.key }) {
            let device = registered.device
            guard device.division.equalsFoldingCase(division), let twin = device.twin else { continue }
            oversized.add(twin, of: device.registrationID.text, under: template)
        }
        guard oversized.isEmpty else { throw .oversized(oversized) }
    }

    mutating func change(
        rule id: Int64?, if precondition: Precondition, _ lines: inout [InMemoryStore.Line],
        _ change: (Versioned<Rule>?) throws(ChangeRefusal) -> RuleDraft?
    ) throws(ChangeRefusal) -> Changed<Versioned<Rule>> {
        let place = rules.firstIndex { $0.value.id == id }
        let present = place.map { rules[$0] }
        guard precondition.holds(for: present?.revision) else {
            throw .preconditionFailed(presentRevision: present?.revision)
        }
        if id != nil, present == nil { throw .notFound }
        let draft = try change(present)
        let before = present.map { $0.value.json(at: place) }
        guard let draft else {
            guard let present, let place else { return Changed(.unchanged, nil) }
            rules.remove(at: place)
            policyRevision += 1
            lines.append(
                InMemoryStore.Line(
                    kind: .rule, subject: String(present.value.id), revision: nil, before: before,
                    after: nil))
            return Changed(.deleted, nil)
        }
        let rule = try self.rule(draft, id: present?.value.id)
        let end = rules.count - (present == nil ? 0 : 1)
        let wanted = draft.position.map { min($0 - 1, end) } ?? place ?? end
        if let present, present.value == rule, wanted == place { return Changed(.unchanged, present) }
        let written = Versioned(rule, at: (present?.revision ?? 0) + 1)
        if let place { rules.remove(at: place) }
        rules.insert(written, at: wanted)
        policyRevision += 1
        lines.append(
            InMemoryStore.Line(
                kind: .rule, subject: String(rule.id), revision: written.revision, before: before,
                after: rule.json(at: wanted)))
        return Changed(present == nil ? .created : .updated, written)
    }

    fileprivate mutating func rule(_ draft: RuleDraft, id: Int64?) throws(ChangeRefusal) -> Rule {
        guard !draft.pattern.isEmpty else { throw .store(.refused("a rule's pattern may not be empty")) }
        let division = divisions[draft.division.asciiFolded]
        let faults = draft.faults(besides: rules, as: id, hasDivision: division != nil)
        guard faults.isEmpty, let division else { throw .invalid(InvalidDocuments(faults)) }
        if id == nil { lastRuleID += 1 }
        return Rule(
            id: id ?? lastRuleID, kind: draft.kind, pattern: draft.pattern, division: division.value.name)
    }

    /// Devices and rules name their division by its number in SQLite; here they must follow.
    fileprivate mutating func rename(_ name: String, to newName: String) {
        rules = rules.map { rule in
            guard rule.value.division.equalsFoldingCase(name) else { return rule }
            let value = rule.value
            return Versioned(
                Rule(id: value.id, kind: value.kind, pattern: value.pattern, division: newName),
                at: rule.revision)
        }
        devices = devices.mapValues { registered in
            guard registered.device.division.equalsFoldingCase(name) else { return registered }
            var device = registered.device
            device.division = newName
            return RegisteredDevice(
                device: device, revision: registered.revision, createdAt: registered.createdAt,
                createdBy: registered.createdBy, updatedAt: registered.updatedAt,
                updatedBy: registered.updatedBy)
        }
    }
}

extension Rule {
    /// With its position, which counts from 1.
    fileprivate func json(at place: Int?) -> JSONValue {
        var object = json.object ?? JSONObject()
        object["position"] = place.map { .number(JSONNumber(Int64($0 + 1))) }
        return .object(object)
    }
}
