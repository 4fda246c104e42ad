package import Allocation

extension InMemoryStore: DeviceRepository {
    package func device(_ registrationID: RegistrationID) throws(StoreError) -> RegisteredDevice? {
        try withContents { $0.devices[registrationID.folded] }
    }

    package func page(of query: DeviceQuery) throws(StoreError) -> DevicePage {
        try withContents { contents in
            let seen = Set(contents.assignments.compactMap { $0.registrationID?.asciiFolded })
            let matching = contents.devices.values.filter { device in
                query.filter.matches(device)
                    && query.filter.isSeen.map {
                        $0 == seen.contains(device.device.registrationID.folded)
                    } ?? true
            }
            let direction = query.isDescending
            let behind = matching.filter { device in
                guard let after = query.after else { return true }
                let place = DeviceCursor(of: device, in: query.order)
                return direction
                    ? place.precedes(after, in: query.order) : after.precedes(place, in: query.order)
            }
            let sorted = behind.sorted { one, other in
                let (first, second) = direction ? (other, one) : (one, other)
                return DeviceCursor(of: first, in: query.order).precedes(
                    DeviceCursor(of: second, in: query.order), in: query.order)
            }
            let page = Array(sorted.prefix(query.limit))
            let last = sorted.count > query.limit ? page.last : nil
            return DevicePage(
                devices: page, next: last.map { DeviceCursor(of: $0, in: query.order) },
                total: query.countsAll ? Int64(matching.count) : nil,
                seenUpTo: query.filter.isSeen == nil ? nil : contents.assignments.last?.decidedAt)
        }
    }

    package func devices(
        similarTo registrationID: RegistrationID, limit: Int
    ) throws(StoreError) -> [SimilarDevice] {
        try withContents { contents in
            let most = Similarity.mostEdits(forLength: registrationID.folded.utf8.count)
            let similar = contents.devices.values.compactMap { device -> SimilarDevice? in
                let edits = Similarity.edits(
                    from: device.device.registrationID.folded, to: registrationID.folded, atMost: most)
                return edits.flatMap { $0 > 0 ? SimilarDevice(device, edits: $0) : nil }
            }
            let sorted = similar.sorted {
                ($0.edits, $0.device.device.registrationID.folded)
                    < ($1.edits, $1.device.device.registrationID.folded)
            }
            return Array(sorted.prefix(limit))
        }
    }

    package func reading(of filter: DeviceFilter) throws(StoreError) -> any DeviceReading {
        InMemoryDeviceReading(
            try page(of: DeviceQuery(filter: filter, limit: .max)).devices,
            checkingFaults: { () throws(StoreError) in try self.withContents { _ in } })
    }

    package func change(
        _ registrationID: RegistrationID, if precondition: Precondition, in context: ChangeContext,
        _ change: (RegisteredDevice?) throws(ChangeRefusal) -> Device?
    ) throws(ChangeRefusal) -> Changed<RegisteredDevice> {
        try self.change(in: context) { contents, lines throws(ChangeRefusal) in
            let present = contents.devices[registrationID.folded]
            guard precondition.holds(for: present?.revision) else {
                throw .preconditionFailed(presentRevision: present?.revision)
            }
            if let device = try change(present) {
                return try contents.write(device, in: context, &lines)
            }
            guard let present else { return Changed(.unchanged, nil) }
            contents.erase(present, &lines)
            return Changed(.deleted, nil)
        }
    }
}

extension InMemoryStore.Contents {
    mutating func write(
        _ device: Device, in context: ChangeContext, _ lines: inout [InMemoryStore.Line]
    ) throws(ChangeRefusal) -> Changed<RegisteredDevice> {
        let present = devices[device.registrationID.folded]
        guard let division = divisions[device.division.asciiFolded] else {
            throw .invalid("division", "there is no division named \(device.division)")
        }
        var device = device
        device.division = division.value.name
        if let present, present.device.isWritten(like: device) { return Changed(.unchanged, present) }
        let faults = device.twinFaults(over: division.value.template, insteadOf: present?.device)
        guard faults.isEmpty else { throw .invalid(InvalidDocuments(faults)) }
        let written = RegisteredDevice(
            device: device,
            revision: (present?.revision ?? erasedDevices[device.registrationID.folded] ?? 0) + 1,
            createdAt: present?.createdAt ?? context.time, createdBy: present?.createdBy ?? context.actor,
            updatedAt: context.time, updatedBy: context.actor)
        devices[device.registrationID.folded] = written
        lines.append(
            InMemoryStore.Line(
                kind: .device, subject: device.registrationID.text, revision: written.revision,
                before: present?.device.json, after: device.json))
        return Changed(present == nil ? .created : .updated, written)
    }

    mutating func erase(_ present: RegisteredDevice, _ lines: inout [InMemoryStore.Line]) {
        devices[present.device.registrationID.folded] = nil
        erasedDevices[present.device.registrationID.folded] = present.revision
        lines.append(
            InMemoryStore.Line(
                kind: .device, subject: present.device.registrationID.text, revision: nil,
                before: present.device.json, after: nil))
    }
}

extension DeviceFilter {
    fileprivate func matches(_ registered: RegisteredDevice) -> Bool {
        let device = registered.device
        return division.map(device.division.equalsFoldingCase) ?? true
            && status.map { $0 == device.status } ?? true
            && label.map(device.labels.contains) ?? true
            && pinnedHub.map { $0 == device.pinnedHub } ?? true
            && text.map { text in
                [device.registrationID.text, device.note ?? ""].contains { $0.containsFoldingCase(text) }
            } ?? true
            && createdSince.map { registered.createdAt >= $0 } ?? true
            && createdUntil.map { registered.createdAt < $0 } ?? true
            && updatedSince.map { registered.updatedAt >= $0 } ?? true
            && updatedUntil.map { registered.updatedAt < $0 } ?? true
    }
}

extension DeviceCursor {
    fileprivate func precedes(_ other: DeviceCursor, in order: DeviceQuery.Order) -> Bool {
        switch (key, other.key) {
        case (.number(let one), .number(let two)) where one != two:
            return one < two
        case (.text(let one), .text(let two)):
            let isFolded = order == .registrationId || order == .division
            let (first, second) = isFolded ? (one.asciiFolded, two.asciiFolded) : (one, two)
            if !first.utf8.elementsEqual(second.utf8) {
                return first.utf8.lexicographicallyPrecedes(second.utf8)
            }
        default:
            break
        }
        return registrationID.asciiFolded.utf8.lexicographicallyPrecedes(
            other.registrationID.asciiFolded.utf8)
    }
}
