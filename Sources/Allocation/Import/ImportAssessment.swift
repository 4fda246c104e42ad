/// What a row of an import would do to the inventory as it is: the same for every store.
package struct ImportAssessment: Sendable {
    /// So many faults of a row are told one by one.
    static let mostTold = 100

    package let verdict: ImportVerdict

    /// The device as it would be written; only to create or update.
    package let device: Device?

    /// What an update would change.
    package let differences: [JSONDifference]
    package let faults: [ImportFault]

    /// - Parameters:
    ///   - row: of the file.
    ///   - find: looks the device up.
    ///   - division: looks a division up, whatever the case of its name.
    /// - Throws: what `find` throws.
    package init(
        of row: ImportRow, finding find: (RegistrationID) throws -> RegisteredDevice?,
        division: (String) -> ImportDivision?
    ) rethrows {
        var faults = row.faults
        guard let id = Self.registrationID(of: row, &faults) else {
            _ = Self.device(nil, from: row, over: nil, division: division, &faults)
            self.init(.invalid, faults: faults)
            return
        }
        let present = try find(id)
        let conflict = Self.conflict(of: row, with: present, &faults)
        let device = Self.device(id, from: row, over: present, division: division, &faults)
        guard faults.isEmpty, let device else {
            self.init(.invalid, faults: faults)
            return
        }
        if let conflict {
            self.init(.conflicting, faults: [conflict])
        } else if let present {
            let isSame = present.device.isWritten(like: device)
            self.init(
                isSame ? .unchanged : .update, device: isSame ? nil : device,
                differences: isSame ? [] : present.device.json.differences(to: device.json))
        } else {
            self.init(.create, device: device)
        }
    }

    private init(
        _ verdict: ImportVerdict, device: Device? = nil, differences: [JSONDifference] = [],
        faults: [ImportFault] = []
    ) {
        self.verdict = verdict
        self.device = device
        self.differences = differences
        // An answer and a plan must not be a multiple of what was sent.
        let told = faults.prefix(Self.mostTold)
        self.faults =
            told.count == faults.count
            ? faults : told + [ImportFault(in: nil, "and \(faults.count - told.count) more")]
    }

    private static func registrationID(of row: ImportRow, _ faults: inout [ImportFault]) -> RegistrationID? {
        // Without one the reader has said so.
        guard !row.registrationID.isEmpty else { return nil }
        do throws(RegistrationIDError) {
            return try RegistrationID(row.registrationID)
        } catch {
            faults.append(ImportFault(in: "registrationId", error.description))
            return nil
        }
    }

    /// Whether the row was made from another revision than the inventory has.
    private static func conflict(
        of row: ImportRow, with present: RegisteredDevice?, _ faults: inout [ImportFault]
    ) -> ImportFault? {
        guard let etag = row.etag else { return nil }
        let digits = etag.hasPrefix("\"") && etag.hasSuffix("\"") ? etag.dropFirst().dropLast() : etag[...]
        guard let revision = Int64(digits) else {
            faults.append(ImportFault(in: "etag", "is none that an export has written"))
            return nil
        }
        guard revision != present?.revision else { return nil }
        let state = present.map { "is at revision \($0.revision) now" } ?? "is not in the inventory any more"
        return ImportFault(in: "etag", "the row was made from revision \(revision), and the device \(state)")
    }

    /// What stands in for a device that is not known, and so may have whatever the row does not say.
    private static let anyDevice: JSONObject = [
        "registrationId": .string(RegistrationID.readinessProbe.text), "division": "any", "status": "held",
    ]

    // `id` is nil when the row does not say which device it is; then it is read for its faults alone.
    private static func device(
        _ id: RegistrationID?, from row: ImportRow, over present: RegisteredDevice?,
        division: (String) -> ImportDivision?, _ faults: inout [ImportFault]
    ) -> Device? {
        var base = present?.device.json.object ?? (id == nil ? anyDevice : JSONObject())
        if let id { base["registrationId"] = .string(id.text) }
        // As with a merge patch, a new status leaves the old one's reason and end behind.
        if let present, let status = row.patch["status"], status != .string(present.device.status.rawValue) {
            base["statusReason"] = nil
            base["heldUntil"] = nil
        }
        do throws(InvalidDocuments) {
            var device = try Device(json: row.applied(to: .object(base)))
            guard let known = division(device.division) else {
                if id != nil || row.patch["division"] != nil {
                    faults.append(row.fault(.noDivision(named: device.division)))
                }
                return nil
            }
            device.division = known.name
            let excess = device.twinFaults(over: known.template, insteadOf: present?.device)
            guard excess.isEmpty else { throw InvalidDocuments(excess) }
            return device
        } catch {
            // A column that could not be read says nothing of the device; what is missing there is no fault of its own.
            let unread = Set(row.faults.compactMap(\.column))
            faults += error.faults.map(row.fault).filter { fault in
                fault.column.map { !unread.contains($0) } ?? true
            }
            if let name = row.patch["division"]?.string, !name.isEmpty, division(name) == nil {
                faults.append(row.fault(.noDivision(named: name)))
            }
            return nil
        }
    }
}
