import Allocation
import HTTP

/// Reads a configuration to its end, whatever is wrong on the way.
struct ConfigurationReading {
    private let now: PreciseTime

    /// What was read is good only if there are none.
    private(set) var faults: [InvalidDocument] = []

    init(at now: PreciseTime) {
        self.now = now
    }

    mutating func read(_ document: JSONValue) -> EmulatorConfiguration {
        var fields = JSONFields(
            document, at: JSONPointer(),
            known: [
                "provisioningService", "enrollmentGroups", "individualEnrollments", "webhook", "returnedTwin",
                "retryAfterSeconds", "clientCertificateField", "registrationsPerMinute", "keptCalls",
            ])
        var configuration = EmulatorConfiguration(name: "", idScope: "", linkedHubs: [], enrollments: [])
        guard document.kind == .object else {
            close(fields)
            return configuration
        }
        readService(&fields, into: &configuration)
        let names = configuration.linkedHubs.map(\.hostName)
        // Where they are at fault themselves, nothing is said of those that enrollments select.
        let hubs = names.isEmpty || names.contains("") ? nil : names
        configuration.enrollments =
            readEnrollments(&fields, "enrollmentGroups", as: .group, hubs: hubs)
            + readEnrollments(&fields, "individualEnrollments", as: .individual, hubs: hubs)
        readWebhook(&fields, into: &configuration)
        if let twin: EmulatorConfiguration.ReturnedTwin = fields.read({ members throws(InvalidDocument) in
            try members.choice("returnedTwin")
        }) {
            configuration.returnedTwin = twin
        }
        if let seconds = integer(&fields, "retryAfterSeconds", in: 1...300) {
            configuration.retryAfter = seconds
        }
        configuration.registrationsPerMinute = integer(&fields, "registrationsPerMinute", in: 1...1_000_000)
        if let calls = integer(&fields, "keptCalls", in: 1...1_000_000) { configuration.keptCalls = calls }
        let field = fields.read { members throws(InvalidDocument) in
            try members.text("clientCertificateField", upTo: 128)
        }
        if let field, !field.utf8.allSatisfy(Self.isOfFieldName) {
            fields.add(
                "clientCertificateField", "must be the name of an HTTP field, such as X-Client-Certificate")
        }
        configuration.clientCertificateField = field
        close(fields)
        return configuration
    }

    private mutating func readService(
        _ fields: inout JSONFields, into configuration: inout EmulatorConfiguration
    ) {
        let value = fields.read { members throws(InvalidDocument) in try members.object("provisioningService")
        }
        guard let value else {
            fields.add("provisioningService", "is missing")
            return
        }
        var service = JSONFields(
            value, at: fields.pointer.appending(name: "provisioningService"),
            known: ["name", "idScope", "linkedHubs", "allocationPolicy"])
        configuration.name =
            service.read { members throws(InvalidDocument) in try members.requiredText("name", upTo: 64) }
            ?? ""
        configuration.idScope =
            service.read { members throws(InvalidDocument) in try members.requiredText("idScope", upTo: 64) }
            ?? ""
        let isScope = configuration.idScope.utf8.allSatisfy { $0.isASCIILetterOrDigit }
        if !isScope { service.add("idScope", "has letters and digits only, for example 0ne00002193") }
        if configuration.idScope == "emulator" {
            service.add("idScope", "cannot be the word that the emulator's own paths begin with")
        }
        configuration.linkedHubs = readHubs(&service)
        let policy: AllocationPolicy? = service.read { members throws(InvalidDocument) in
            try members.choice("allocationPolicy")
        }
        if policy == .custom {
            service.add("allocationPolicy", "custom cannot be the default, only an enrollment's own policy")
        }
        configuration.allocationPolicy = policy ?? .hashed
        close(service)
    }

    private mutating func readHubs(_ service: inout JSONFields) -> [LinkedHub] {
        let elements =
            service.read { members throws(InvalidDocument) in try members.elements("linkedHubs") } ?? []
        if elements.isEmpty { service.add("linkedHubs", "at least one hub is needed") }
        var names: Set<String> = []
        return elements.map { element in
            if let name = element.value.string {
                guard HostName.isValid(name) else {
                    service.add(InvalidDocument(at: element.pointer, "must be the name of a host"))
                    return LinkedHub(hostName: "")
                }
                if !names.insert(name.asciiFolded).inserted {
                    service.add(InvalidDocument(at: element.pointer, "is linked already"))
                }
                return LinkedHub(hostName: name)
            }
            var hub = JSONFields(
                element.value, at: element.pointer, known: ["hostName", "allocationWeight", "latency"])
            let name = hub.read { members throws(InvalidDocument) in try members.hostName("hostName") }
            if let name {
                if !names.insert(name.asciiFolded).inserted { hub.add("hostName", "is linked already") }
            } else if element.value.kind == .object {
                hub.add("hostName", "is missing")
            }
            let weight = integer(&hub, "allocationWeight", in: 1...1_000) ?? 1
            let latency = integer(&hub, "latency", in: 0...1_000_000) ?? 0
            close(hub)
            return LinkedHub(hostName: name ?? "", allocationWeight: weight, latency: latency)
        }
    }

    private mutating func readEnrollments(
        _ fields: inout JSONFields, _ name: String, as kind: EnrollmentRecord.Kind, hubs: [String]?
    ) -> [EnrollmentRecord] {
        let elements = fields.read { members throws(InvalidDocument) in try members.elements(name) } ?? []
        var names: Set<String> = []
        return elements.compactMap { element in
            if let id = element.value[kind.idName]?.string, !names.insert(id.asciiFolded).inserted {
                fields.add(
                    InvalidDocument(
                        at: element.pointer.appending(name: kind.idName), "is enrolled already"))
            }
            do throws(InvalidDocuments) {
                return try EnrollmentRecord(
                    reading: element.value, at: element.pointer, as: kind, linkedHubs: hubs, now: now)
            } catch {
                faults += error.faults
                return nil
            }
        }
    }

    private mutating func readWebhook(
        _ fields: inout JSONFields, into configuration: inout EmulatorConfiguration
    ) {
        let value = fields.read { members throws(InvalidDocument) in try members.object("webhook") }
        guard let value else { return }
        var webhook = JSONFields(
            value, at: fields.pointer.appending(name: "webhook"), known: ["timeoutSeconds"])
        if let seconds = integer(&webhook, "timeoutSeconds", in: 1...600) {
            configuration.webhookTimeout = .seconds(seconds)
        }
        close(webhook)
    }

    private func integer(_ fields: inout JSONFields, _ name: String, in range: ClosedRange<Int>) -> Int? {
        fields.read { members throws(InvalidDocument) in try members.integer(name, in: range) }
    }

    private mutating func close(_ fields: JSONFields) {
        do throws(InvalidDocuments) { try fields.finish() } catch { faults += error.faults }
    }

    /// RFC 9110 §5.1, as far as anybody names fields.
    private static func isOfFieldName(_ byte: UInt8) -> Bool {
        byte.isASCIILetterOrDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}
