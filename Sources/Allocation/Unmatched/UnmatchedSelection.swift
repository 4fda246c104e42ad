/// Which devices of the inbox an action is about, as people write it: `devices`, or one or more of `reason`, `suffix` and `enrollment`.
package struct UnmatchedSelection: Sendable, Equatable {
    /// So many devices are named one by one at most.
    package static let mostDevices = 1_000

    /// Where a selection stands in the document of an action.
    package static let pointer = JSONPointer().appending(name: "select")

    package let filter: UnmatchedFilter

    /// - Throws: `InvalidDocuments` with every member at fault.
    package init(json: JSONValue, at pointer: JSONPointer = UnmatchedSelection.pointer)
        throws(InvalidDocuments)
    {
        var fields = JSONFields(json, at: pointer, known: ["devices", "reason", "suffix", "enrollment"])
        var filter = UnmatchedFilter()
        filter.reason = fields.read { members throws(InvalidDocument) in try members.choice("reason") }
        filter.suffix = fields.read { members throws(InvalidDocument) in
            try members.text("suffix", upTo: UnmatchedSuffix.maximumLength)
        }
        filter.enrollment = fields.read { members throws(InvalidDocument) in
            try members.text("enrollment", upTo: 262)
        }
        let devices = fields.read { members throws(InvalidDocument) in try members.elements("devices") } ?? []
        if devices.count > Self.mostDevices {
            fields.add("devices", "may have \(Self.mostDevices) devices, but has \(devices.count)")
        }
        var ids: [RegistrationID] = []
        for (value, place) in devices.prefix(Self.mostDevices) {
            do throws(RegistrationIDError) {
                guard let text = value.string else {
                    fields.add(InvalidDocument(at: place, "must be a string, but is \(value.kind)"))
                    continue
                }
                ids.append(try RegistrationID(text))
            } catch {
                fields.add(InvalidDocument(at: place, error.description))
            }
        }
        let namesGroup = filter.reason != nil || filter.suffix != nil || filter.enrollment != nil
        switch (devices.isEmpty, namesGroup) {
        case (true, false):
            fields.add(
                InvalidDocument(at: pointer, "must name devices, or a group by reason, suffix or enrollment"))
        case (false, true):
            fields.add("devices", "does not go with reason, suffix or enrollment")
        case (false, false):
            filter.devices = ids
        case (true, true):
            // Who chooses a group means what the inbox shows of it.
            filter.isDismissed = false
        }
        try fields.finish()
        self.filter = filter
    }

    /// What a dismissal of this is about: each of the devices, or one group.
    ///
    /// - Parameter pointer: where the selection stands in its document.
    /// - Returns: at least one.
    /// - Throws: `InvalidDocuments` when it chooses by more than one thing.
    package func subjects(at pointer: JSONPointer = UnmatchedSelection.pointer) throws(InvalidDocuments)
        -> [UnmatchedSubject]
    {
        if let devices = filter.devices { return devices.map { UnmatchedSubject(.device, $0.text) } }
        let groups = [
            filter.suffix.map { UnmatchedSubject(.suffix, $0.asciiFolded) },
            filter.enrollment.map { UnmatchedSubject(.enrollment, $0) },
            filter.reason.map { UnmatchedSubject(.reason, $0.rawValue) },
        ].compactMap(\.self)
        guard groups.count == 1 else {
            throw InvalidDocuments([
                InvalidDocument(
                    at: pointer,
                    "must be devices, or one of reason, suffix and enrollment: what is dismissed is one group"
                )
            ])
        }
        return groups
    }
}

extension InvalidDocuments {
    /// That some of the devices that were chosen are not in the inbox.
    ///
    /// - Parameter places: of the devices among those that were chosen, with the device; `nil` for none.
    package init?(notInInbox places: [(index: Int, registrationID: String)]) {
        guard !places.isEmpty else { return nil }
        let pointer = UnmatchedSelection.pointer.appending(name: "devices")
        self.init(
            places.map {
                InvalidDocument(
                    at: pointer.appending(index: $0.index), "\($0.registrationID) is not in the inbox")
            })
    }
}
