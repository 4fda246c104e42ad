package import Allocation
import HTTP

extension EnrollmentRecord {
    package enum Kind: Sendable {
        case group
        case individual

        var idName: String { self == .group ? "enrollmentGroupId" : "registrationId" }
    }

    /// Members that the service writes, and that say nothing here.
    private static let ignored: Set<String> = [
        "registrationState", "optionalDeviceInformation", "credentialPolicyName",
    ]

    /// Reads a record of the service's REST API, as `az iot dps enrollment-group show --show-keys` prints it.
    ///
    /// - Parameters:
    ///   - value: the record.
    ///   - pointer: where it stands in the document.
    ///   - kind: what it should be.
    ///   - linkedHubs: host names, of which `iotHubs` selects some; `nil` when they are not known, so that any may be selected.
    ///   - now: its times, if it says none.
    /// - Throws: everything that the service would refuse, or that would fail later.
    package init(
        reading value: JSONValue, at pointer: JSONPointer, as kind: Kind, linkedHubs: [String]?,
        now: PreciseTime
    ) throws(InvalidDocuments) {
        guard value.kind == .object else {
            throw InvalidDocuments([
                InvalidDocument(at: pointer, "must be an object, but is \(value.kind)")
            ])
        }
        var known: Set<String> = [
            kind.idName, "attestation", "capabilities", "initialTwin", "etag", "provisioningStatus",
            "reprovisionPolicy", "createdDateTimeUtc", "lastUpdatedDateTimeUtc", "allocationPolicy",
            "iotHubs",
            "iotHubHostName", "customAllocationDefinition",
        ]
        if kind == .individual { known.insert("deviceId") }
        var fields = JSONFields(value, at: pointer, known: known, ignoring: Self.ignored)
        let subject = Self.subject(&fields, kind)
        let attestation = AttestationMechanism(reading: &fields, as: kind)
        let iotEdge = Self.flag(&fields, "capabilities", ["iotEdge"])["iotEdge"]
        let reprovision = Self.flag(
            &fields, "reprovisionPolicy", ["updateHubAssignment", "migrateDeviceData"])
        let twin = fields.twin("initialTwin")
        let status: Status? = fields.read { members throws(InvalidDocument) in
            try members.choice("provisioningStatus")
        }
        let policy: AllocationPolicy? = fields.read { members throws(InvalidDocument) in
            try members.choice("allocationPolicy")
        }
        let hubs = Self.hubs(&fields, among: linkedHubs, policy: policy)
        let definition = CustomAllocationDefinition(reading: &fields)
        if policy == .custom, (value["customAllocationDefinition"] ?? .null).kind == .null {
            fields.add(
                "customAllocationDefinition",
                "A CustomAllocationDefinition is required when the allocation policy is set to 'Custom'.")
        }
        let created = Self.time(&fields, "createdDateTimeUtc") ?? now.description
        let updated = Self.time(&fields, "lastUpdatedDateTimeUtc") ?? created
        let etag = fields.read { members throws(InvalidDocument) in try members.text("etag", upTo: 128) }
        if let etag, !Self.isEntityTag(etag) {
            fields.add("etag", "must be visible characters of ASCII, in quotes or not")
        }
        try fields.finish()
        guard let subject, let attestation else {
            throw InvalidDocuments([InvalidDocument(at: pointer, "is not an enrollment")])
        }
        self.init(
            subject: subject, attestation: attestation, iotEdge: iotEdge, initialTwin: twin?.json,
            etag: etag ?? Self.etag(of: value), isEnabled: status != .disabled,
            reprovisionPolicy: reprovision.isEmpty
                ? nil
                : ReprovisionPolicy(
                    updateHubAssignment: reprovision["updateHubAssignment"] ?? true,
                    migrateDeviceData: reprovision["migrateDeviceData"] ?? true),
            createdDateTimeUTC: created, lastUpdatedDateTimeUTC: updated, allocationPolicy: policy,
            hubs: hubs, customAllocation: definition)
        written = value
    }

    private enum Status: String, CaseIterable {
        case enabled
        case disabled
    }

    /// In the form of the service's, for example `"13003fea-0000-0300-0000-62d1d5e50000"`; the same for the same record.
    static func etag(of value: JSONValue) -> String {
        let digits = SHA256.hash(value.serialized()).description
        let (first, second, third) = (digits.prefix(8), digits.dropFirst(8).prefix(2), digits.suffix(8))
        return "\"\(first)-0000-\(second)00-0000-\(third)0000\""
    }

    private static func subject(_ fields: inout JSONFields, _ kind: Kind) -> Subject? {
        let text = fields.read { members throws(InvalidDocument) in
            try members.requiredText(kind.idName)
        }
        // A group's ID has the form of a registration ID too (the service's REST API, EnrollmentGroup).
        var id: RegistrationID?
        if let text {
            do throws(RegistrationIDError) {
                id = try RegistrationID(text)
            } catch {
                fields.add(kind.idName, error.description)
            }
        }
        guard kind == .individual else { return id.map { .group($0.text) } }
        let device = fields.read { members throws(InvalidDocument) in
            try members.text("deviceId", upTo: DeviceID.maximumLength)
        }
        if let device, !DeviceID.isValid(device) { fields.add("deviceId", "must have \(DeviceID.rule)") }
        return id.map { .individual($0, deviceID: device) }
    }

    /// An object of booleans; those that are there.
    private static func flag(
        _ fields: inout JSONFields, _ name: String, _ known: [String]
    ) -> [String: Bool] {
        let value = fields.read { members throws(InvalidDocument) in try members.object(name) }
        guard let value else { return [:] }
        let place = fields.pointer.appending(name: name)
        var flags: [String: Bool] = [:]
        for member in value.object?.members ?? [] where member.value.kind != .null {
            let place = place.appending(name: member.name)
            if !known.contains(member.name) {
                fields.add(
                    InvalidDocument(
                        at: place, "is not known here; known are \(known.joined(separator: ", "))"))
            } else if let flag = member.value.bool {
                flags[member.name] = flag
            } else {
                fields.add(InvalidDocument(at: place, "must be true or false, but is \(member.value.kind)"))
            }
        }
        return flags
    }

    private static func hubs(
        _ fields: inout JSONFields, among linked: [String]?, policy: AllocationPolicy?
    ) -> [String]? {
        let one = fields.read { members throws(InvalidDocument) in try members.hostName("iotHubHostName") }
        let value = fields.read { members throws(InvalidDocument) in members.value("iotHubs") }
        let elements =
            fields.read { members throws(InvalidDocument) in try members.elements("iotHubs") } ?? []
        if value?.array?.isEmpty == true {
            fields.add("iotHubs", "may not be empty; leave it out for all hubs")
        }
        let isLinked = { (name: String) in linked?.contains(where: name.equalsFoldingCase) ?? true }
        var hubs: [String] = []
        for element in elements {
            guard let name = element.value.string else {
                fields.add(
                    InvalidDocument(at: element.pointer, "must be a string, but is \(element.value.kind)"))
                continue
            }
            if !isLinked(name) {
                fields.add(InvalidDocument(at: element.pointer, "is not one of linkedHubs"))
            } else if hubs.contains(where: name.equalsFoldingCase) {
                fields.add(InvalidDocument(at: element.pointer, "is there already"))
            }
            hubs.append(name)
        }
        if let one, !isLinked(one) {
            fields.add("iotHubHostName", "is not one of linkedHubs")
        }
        if !hubs.isEmpty, policy == nil, !fields.isAtFault("allocationPolicy") {
            fields.add(
                "allocationPolicy",
                "Enrollment allocationPolicy must be specified when iotHubs are specified.")
        }
        // "A single IoT hub, which must be specified on the enrollment" (Microsoft Learn, "How to use allocation policies").
        let count = elements.isEmpty && one != nil ? 1 : elements.count
        if policy == .static, count != 1, !fields.isAtFault("iotHubHostName") {
            fields.add("iotHubs", "must be exactly one hub with the allocationPolicy static")
        }
        return hubs.isEmpty ? one.map { [$0] } : hubs
    }

    private static func time(_ fields: inout JSONFields, _ name: String) -> String? {
        fields.read { members throws(InvalidDocument) in
            try members.time(name) == nil ? nil : try members.text(name)
        }
    }
}
