package import Allocation

extension InMemoryStore: UnmatchedRepository {
    package func groups(of query: UnmatchedGroupQuery) throws(StoreError) -> UnmatchedGroupPage {
        try withContents { contents in
            let devices = contents.unmatched.filter(query.filter.matches)
            let grouped = Dictionary(grouping: devices) { $0.key(in: query.grouping).asciiFolded }
            let groups = grouped.values.map { UnmatchedGroup($0, by: query.grouping) }.filter { group in
                guard let after = query.after else { return true }
                return (after.devices, group.key.asciiFolded) > (group.devices, after.key.asciiFolded)
            }
            let sorted = groups.sorted { ($0.devices, $1.key.asciiFolded) > ($1.devices, $0.key.asciiFolded) }
            let page = Array(sorted.prefix(query.limit))
            let last = sorted.count > page.count ? page.last : nil
            return UnmatchedGroupPage(
                page, next: last.map { UnmatchedGroupCursor(devices: $0.devices, key: $0.key) },
                countsUpTo: contents.assignments.last?.decidedAt)
        }
    }

    package func devices(of query: UnmatchedQuery) throws(StoreError) -> UnmatchedPage {
        try withContents { contents in
            let devices = contents.unmatched.filter { device in
                query.filter.matches(device)
                    && (query.after.map { $0.asciiFolded < device.registrationID.asciiFolded } ?? true)
            }
            let page = Array(devices.prefix(query.limit))
            return UnmatchedPage(
                page, next: devices.count > page.count ? page.last?.registrationID : nil,
                countsUpTo: contents.assignments.last?.decidedAt)
        }
    }

    package func matches(
        of rule: RuleDraft, among filter: UnmatchedFilter
    ) throws(StoreError) -> UnmatchedMatches {
        try withContents { contents in
            let rule = Rule(id: 0, kind: rule.kind, pattern: rule.pattern, division: rule.division)
            let devices = contents.unmatched.filter(filter.matches)
            let ids = devices.compactMap { try? RegistrationID($0.registrationID) }
            return UnmatchedMatches(
                devices: Int64(devices.count), matches: Int64(ids.filter(rule.matches).count))
        }
    }

    package func register(
        _ filter: UnmatchedFilter, as template: Device, atMost limit: Int, in context: ChangeContext
    ) throws(ChangeRefusal) -> UnmatchedRegistration {
        try change(in: context) { contents, lines throws(ChangeRefusal) in
            try contents.checkPresence(of: (filter.devices ?? []).map(\.text))
            let devices = contents.unmatched.filter(filter.matches)
            let ids = devices.filter { !$0.isRegistered }.compactMap {
                try? RegistrationID($0.registrationID)
            }
            for id in ids.prefix(limit) {
                _ = try contents.write(template.named(id), in: context, &lines)
            }
            let registered = min(ids.count, limit)
            return UnmatchedRegistration(
                changeSet: registered == 0 ? nil : (contents.changes.last?.set.id ?? 0) + 1,
                registered: Int64(registered), alreadyRegistered: Int64(devices.count - ids.count),
                remaining: Int64(ids.count - registered))
        }
    }

    package func dismiss(_ dismissals: [UnmatchedDismissal]) throws(ChangeRefusal) -> Int64 {
        try change(in: ChangeContext(actor: "-", at: Timestamp(milliseconds: 0))) {
            contents, _ throws(ChangeRefusal) in
            try contents.checkPresence(of: dismissals.filter { $0.kind == .device }.map(\.subject))
            for dismissal in dismissals {
                contents.remove(UnmatchedSubject(dismissal.kind, dismissal.subject))
                contents.dismissals.append(dismissal)
            }
            guard contents.dismissals.count <= UnmatchedDismissal.mostKept else {
                throw .store(.refused("there are too many dismissals"))
            }
            let unmatched = contents.unmatched
            return dismissals.reduce(0) { sum, dismissal in
                let always = UnmatchedDismissal(
                    dismissal.kind, dismissal.subject, untilRefusedAgain: false, at: dismissal.dismissedAt,
                    by: dismissal.actor, message: nil)
                return sum + Int64(unmatched.filter(always.covers).count)
            }
        }
    }

    package func restore(_ subjects: [UnmatchedSubject]) throws(ChangeRefusal) -> Int {
        try change(in: ChangeContext(actor: "-", at: Timestamp(milliseconds: 0))) {
            contents, _ throws(ChangeRefusal) in
            let before = contents.dismissals.count
            for subject in subjects { contents.remove(subject) }
            return before - contents.dismissals.count
        }
    }
}

extension InMemoryStore.Contents {
    /// The inbox, in the order of the IDs.
    fileprivate var unmatched: [UnmatchedDevice] {
        var found: [String: UnmatchedDevice] = [:]
        for row in assignments {
            guard let id = row.registrationID else { continue }
            guard !row.isAssigned else {
                found[id.asciiFolded] = nil
                continue
            }
            let known = found[id.asciiFolded]
            found[id.asciiFolded] = UnmatchedDevice(
                registrationID: id, reason: row.reason,
                enrollment: UnmatchedDevice.enrollmentKey(of: row.enrollment),
                firstRefusedAt: known?.firstRefusedAt ?? row.decidedAt, lastRefusedAt: row.decidedAt,
                refusals: (known?.refusals ?? 0) + 1, lastAssignmentID: row.id,
                isRegistered: devices[id.asciiFolded] != nil, dismissal: nil)
        }
        return found.sorted { $0.key < $1.key }.map { _, device in
            let fitting = dismissals.filter { $0.covers(device) }
            let kinds = UnmatchedDismissal.Kind.allCases
            return device.dismissed(
                by: kinds.lazy.compactMap { kind in fitting.first { $0.kind == kind } }.first)
        }
    }

    fileprivate func checkPresence(of ids: [String]) throws(ChangeRefusal) {
        let known = Set(unmatched.map(\.registrationID.asciiFolded))
        let missing = ids.enumerated().filter { !known.contains($0.element.asciiFolded) }
        if let faults = InvalidDocuments(notInInbox: missing.map { ($0.offset, $0.element) }) {
            throw .invalid(faults)
        }
    }

    fileprivate mutating func remove(_ subject: UnmatchedSubject) {
        dismissals.removeAll { $0.kind == subject.kind && $0.subject.equalsFoldingCase(subject.name) }
    }
}

extension UnmatchedGroup {
    /// The group of these devices, at least one, in the order of their IDs.
    fileprivate init(_ devices: [UnmatchedDevice], by grouping: UnmatchedGrouping) {
        let reversed = devices.map { UnmatchedSuffix.reversed($0.registrationID) }.sorted()
        let reasons = ReasonCode.allCases.map { reason in
            ReasonCount(reason, Int64(devices.filter { $0.reason == reason }.count))
        }
        self.init(
            key: devices.first?.key(in: grouping) ?? "", devices: Int64(devices.count),
            refusals: devices.reduce(0) { $0 + $1.refusals },
            firstRefusedAt: devices.map(\.firstRefusedAt).min() ?? Timestamp(milliseconds: 0),
            lastRefusedAt: devices.map(\.lastRefusedAt).max() ?? Timestamp(milliseconds: 0),
            reasons: reasons.filter { $0.devices > 0 },
            commonSuffix: UnmatchedSuffix.common(ofReversed: reversed.first ?? "", and: reversed.last ?? ""),
            examples: devices.prefix(Self.mostExamples).map(\.registrationID))
    }
}
