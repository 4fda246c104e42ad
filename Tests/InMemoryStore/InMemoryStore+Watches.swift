package import Allocation

extension InMemoryStore: WatchRepository {
    package func devices(
        _ group: WatchedGroup, after registrationID: String?, limit: Int, lookingAt rows: Int
    ) throws(StoreError) -> WatchedPage {
        try withContents { contents in
            let (found, end) = contents.watched(group, after: registrationID ?? "", lookingAt: rows)
            let page = Array(found.prefix(limit))
            return WatchedPage(page, next: found.count > limit ? page.last?.registrationID : end)
        }
    }

    package func count(_ group: WatchedGroup, lookingAt rows: Int) throws(StoreError) -> Bounded<Int64> {
        try withContents { contents in
            let (found, end) = contents.watched(group, after: "", lookingAt: rows)
            return Bounded(Int64(found.count), isComplete: end == nil)
        }
    }

    package func frequentDevices(
        since time: Timestamp, moreThan count: Int, lookingAt rows: Int
    ) throws(StoreError) -> Bounded<[FrequentDevice]> {
        try withContents { contents in
            let recent = contents.assignments.suffix(rows).filter { $0.decidedAt >= time }
            let grouped = Dictionary(grouping: recent.filter { $0.registrationID != nil }) {
                $0.registrationID?.asciiFolded ?? ""
            }
            let found = grouped.filter { $0.value.count > count }.map { id, rows in
                FrequentDevice(
                    rows.last?.registrationID ?? id, count: Int64(rows.count),
                    lastAt: rows.map(\.decidedAt).max() ?? time)
            }.sorted {
                ($0.count, $1.registrationID.asciiFolded) > ($1.count, $0.registrationID.asciiFolded)
            }
            let before = contents.assignments.dropLast(rows).last
            return Bounded(found, isComplete: before.map { $0.decidedAt < time } ?? true)
        }
    }

    package func enrollments() throws(StoreError) -> [SeenEnrollment] {
        try withContents { contents in
            var found: [String: SeenEnrollment] = [:]
            for row in contents.assignments where row.enrollment?.kind != .individual {
                let name = UnmatchedDevice.enrollmentKey(of: row.enrollment)
                let known = found[name.asciiFolded]
                var divisions = (known?.divisions ?? []).filter { $0.division != row.division }
                if row.isAssigned, let division = row.division {
                    divisions.append(SeenEnrollment.Served(division, assignedAt: row.decidedAt))
                } else {
                    divisions = known?.divisions ?? []
                }
                guard let hubs = row.linkedHubs ?? known?.linkedHubs else { continue }
                found[name.asciiFolded] = SeenEnrollment(
                    name, linkedHubs: hubs,
                    seenAt: row.linkedHubs == nil ? known?.seenAt ?? row.decidedAt : row.decidedAt,
                    divisions: divisions.sorted { $0.division < $1.division })
            }
            return found.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    package func pinnedHubs(limit: Int) throws(StoreError) -> Bounded<[String]> {
        try withContents { contents in
            let hubs = Set(contents.devices.values.compactMap(\.device.pinnedHub)).sorted()
            return Bounded(Array(hubs.prefix(limit)), isComplete: hubs.count <= limit)
        }
    }

    package func editedTwins(
        since time: Timestamp, limit: Int, lookingAt rows: Int
    ) throws(StoreError) -> Bounded<[EditedTwin]> {
        try withContents { contents in
            var found: [EditedTwin] = []
            for change in contents.changes.suffix(rows).reversed() {
                guard change.kind == .device, let after = change.after, change.set.context.time >= time,
                    change.before?["twin"] != after["twin"],
                    !found.contains(where: { $0.registrationID.equalsFoldingCase(change.subject) })
                else { continue }
                found.append(EditedTwin(change.subject, changedAt: change.set.context.time))
            }
            let before = contents.changes.dropLast(rows).last
            return Bounded(
                Array(found.prefix(limit)),
                isComplete: found.count <= limit && (before.map { $0.set.context.time < time } ?? true))
        }
    }
}

extension InMemoryStore.Contents {
    /// Those of a group among so many rows, and the ID of the last of these if there may be more.
    fileprivate func watched(
        _ group: WatchedGroup, after registrationID: String, lookingAt count: Int
    ) -> (found: [WatchedDevice], end: String?) {
        let after = registrationID.asciiFolded
        var seen: [String: WatchedDevice] = [:]
        for row in assignments {
            guard let id = row.registrationID, seen[id.asciiFolded] == nil else { continue }
            seen[id.asciiFolded] = WatchedDevice(id, at: row.decidedAt)
        }
        let rows: [(key: String, device: WatchedDevice, isFound: Bool)]
        switch group {
        case .neverSeen(let time):
            rows = devices.map { key, registered in
                (
                    key, WatchedDevice(registered.device.registrationID.text, at: registered.createdAt),
                    registered.createdAt < time && registered.device.status != .retired && seen[key] == nil
                )
            }
        case .unregistered:
            rows = seen.map { key, device in (key, device, devices[key] == nil) }
        }
        let behind = rows.filter { $0.key > after }.sorted { $0.key < $1.key }
        let looked = behind.prefix(count)
        return (
            looked.filter(\.isFound).map(\.device),
            behind.count >= count ? looked.last?.device.registrationID : nil
        )
    }
}
