import Allocation
import Testing

@Suite struct DeviceTimelineTests {
    private static func change(
        _ id: Int64, at time: Int64, revision: Int64? = nil, kind: ChangeSet.Kind = .edit,
        undoes: Int64? = nil,
        before: JSONValue? = nil, after: JSONValue? = nil
    ) -> Change {
        let context = ChangeContext(
            actor: "her", at: Timestamp(milliseconds: time), message: id == 1 ? "why" : nil)
        let set = ChangeSet(
            id: id * 10, kind: kind, context: context, undoes: undoes, counts: ChangeCounts(updated: 1))
        return Change(
            id: id, set: set, kind: .device, subject: "sn-1", revision: revision, before: before, after: after
        )
    }

    private static func assignment(
        _ id: Int64, at time: Int64, reason: ReasonCode = .inventory, source: DecisionSource = .none,
        hub: String? = nil, previousHub: String? = nil
    ) -> RecordedAssignment {
        RecordedAssignment(
            id: id, decidedAt: Timestamp(milliseconds: time),
            requestID: RequestID(nanoseconds: 1, randomness: 2), registrationID: "sn-1", linkedHubs: nil,
            isAssigned: hub != nil, reason: reason, source: source, policyRevision: 1, division: nil,
            hub: hub, previousHub: previousHub, enrollment: nil, attestation: nil, twin: nil)
    }

    private static func names(_ timeline: DeviceTimeline) -> [String] {
        timeline.entries.map { entry in
            switch entry {
            case .changed(let change): "c\(change.id)"
            case .decided(let assignment): "d\(assignment.id)"
            }
        }
    }

    private static let changes = [
        change(3, at: 30, revision: nil, before: ["registrationId": "sn-1"]),
        change(2, at: 20, revision: 2, before: ["registrationId": "sn-1"], after: ["registrationId": "sn-1"]),
        change(1, at: 10, revision: 1, after: ["registrationId": "sn-1"]),
    ]

    @Test func `changes and decisions stand in the order of their times, the newest first`() {
        let decisions = [40, 25, 24, 5].enumerated().map {
            Self.assignment(9 - Int64($0.offset), at: $0.element)
        }
        let timeline = DeviceTimeline(changes: Self.changes, assignments: decisions)
        #expect(Self.names(timeline) == ["d9", "c3", "d8", "d7", "c2", "c1", "d6"])
        let turned = DeviceTimeline(changes: Self.changes, assignments: decisions, isOldestFirst: true)
        #expect(Self.names(turned) == ["d6", "c1", "c2", "d7", "d8", "c3", "d9"])
    }

    @Test func `a limit leaves the beginning of the list`() {
        let decisions = [Self.assignment(1, at: 15)]
        let newest = DeviceTimeline(changes: Self.changes, assignments: decisions, limit: 3)
        #expect(Self.names(newest) == ["c3", "c2", "d1"])
        let oldest = DeviceTimeline(
            changes: Self.changes, assignments: decisions, isOldestFirst: true, limit: 3)
        #expect(Self.names(oldest) == ["c1", "d1", "c2"])
    }

    @Test(arguments: [
        (DecisionSource.none, ["d1", "c2"]), (.rule(id: 1), ["d1", "c2"]),
        (.inventory(deviceRevision: 2), ["d1", "c2"]), (.inventory(deviceRevision: 1), ["c2", "d1"]),
    ])
    func `in one millisecond a decision follows the change, unless it knew only an earlier revision`(
        source: DecisionSource, expected: [String]
    ) {
        let decisions = [Self.assignment(1, at: 20, source: source)]
        #expect(Self.names(DeviceTimeline(changes: [Self.changes[1]], assignments: decisions)) == expected)
    }

    @Test(arguments: [
        (DecisionSource.none, ["c1", "d1"]), (.rule(id: 1), ["c1", "d1"]),
        (.inventory(deviceRevision: 1), ["d1", "c1"]),
    ])
    func `in one millisecond a decision without the inventory comes before the registration`(
        source: DecisionSource, expected: [String]
    ) {
        let decisions = [Self.assignment(1, at: 10, source: source)]
        #expect(Self.names(DeviceTimeline(changes: [Self.changes[2]], assignments: decisions)) == expected)
    }

    @Test func `each kind keeps the order of its numbers when the clock was set back`() {
        let changes = [Self.change(2, at: 5), Self.change(1, at: 90)]
        let decisions = [Self.assignment(7, at: 50)]
        #expect(
            Self.names(DeviceTimeline(changes: changes, assignments: decisions)) == ["d7", "c2", "c1"])
    }

    @Test func `of a device that nothing happened to there is nothing`() {
        #expect(DeviceTimeline(changes: [], assignments: []).entries.isEmpty)
    }

    private static let active: JSONValue = [
        "registrationId": "sn-1", "division": "toasters", "status": "active",
        "twin": ["tags": ["floor": 2]],
    ]

    private static let told: [(TimelineEntry, TimelineEntry.Event, String)] = [
        (
            .changed(change(1, at: 1, after: active)), .registered,
            #"registered: division "toasters", status "active", twin {"tags":{"floor":2}}"#
        ),
        (
            .changed(change(1, at: 1, kind: .import, after: ["registrationId": "sn-1"])), .registered,
            "registered by the import of change set 10"
        ),
        (
            .changed(
                change(
                    1, at: 1, kind: .seed, before: active,
                    after: [
                        "registrationId": "sn-1", "status": "active", "note": "n",
                        "twin": ["tags": ["floor": 3]],
                    ])), .changed,
            #"changed by a seed: division "toasters" -> nothing, twin/tags/floor 2 -> 3, note nothing -> "n""#
        ),
        (
            .changed(
                change(
                    1, at: 1, kind: .undo, undoes: 4, before: ["status": "held"], after: ["status": "retired"]
                )),
            .retired, #"retired by the undo of change set 4: status "held" -> "retired""#
        ),
        (
            .changed(
                change(1, at: 1, before: ["status": "retired"], after: ["status": "retired", "note": "x"])),
            .changed, #"changed: note nothing -> "x""#
        ),
        (.changed(change(1, at: 1, before: active)), .erased, "erased"),
        (
            .decided(assignment(1, at: 1, source: .inventory(deviceRevision: 3), hub: "a.example")),
            .assigned,
            "assigned to a.example by the inventory, revision 3"
        ),
        (
            .decided(
                assignment(1, at: 1, source: .rule(id: 2), hub: "a.example", previousHub: "A.example")),
            .assigned, "assigned to a.example again by rule 2"
        ),
        (
            .decided(assignment(1, at: 1, source: .rule(id: 2), hub: "a.example", previousHub: "b.example")),
            .assigned, "assigned to a.example, away from b.example, by rule 2"
        ),
        (
            .decided(assignment(1, at: 1, reason: .deviceDisabled, source: .inventory(deviceRevision: 3))),
            .refused, "refused by the inventory, revision 3: deviceDisabled"
        ),
        (
            .decided(assignment(1, at: 1, reason: .unrecognizedDevice)), .refused,
            "refused: unrecognizedDevice"
        ),
    ]

    @Test(arguments: told.indices)
    func `what happened is told in plain words`(row: Int) {
        let (entry, event, summary) = Self.told[row]
        #expect(entry.event == event)
        #expect(entry.summary == summary)
        #expect(entry.json["event"] == .string(event.rawValue))
        #expect(entry.json["summary"] == .string(summary))
    }

    @Test func `who and why are those of the change, and a decision was asked for by DPS`() {
        let change = TimelineEntry.changed(Self.changes[2])
        #expect((change.actor, change.message, change.time) == ("her", "why", Timestamp(milliseconds: 10)))
        #expect(change.json["changeSet"] == 10)
        let decision = TimelineEntry.decided(Self.assignment(4, at: 7, hub: "a.example"))
        #expect((decision.actor, decision.message) == ("DPS", nil))
        #expect(decision.json["assignment"]?["hub"] == "a.example")
    }
}
