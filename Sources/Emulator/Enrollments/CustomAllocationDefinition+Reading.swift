import Allocation
import HTTP

extension CustomAllocationDefinition {
    /// The oldest version of the types that the service sends (REST API, `CustomAllocationDefinition`).
    private static let oldestVersion = "2018-09-01"

    /// Reads the member of an enrollment; `nil` where there is none, or it is at fault.
    init?(reading fields: inout JSONFields) {
        let name = "customAllocationDefinition"
        let value = fields.read { members throws(InvalidDocument) in try members.object(name) }
        guard let value else { return nil }
        var definition = JSONFields(
            value, at: fields.pointer.appending(name: name), known: ["webhookUrl", "apiVersion"])
        let text = definition.read { members throws(InvalidDocument) in
            try members.requiredText("webhookUrl", upTo: 2_048)
        }
        var url: HTTPURL?
        if let text {
            do throws(HTTPURL.ParsingError) { url = try HTTPURL(text) } catch {
                definition.add("webhookUrl", error.description)
            }
            if url?.query == "****" {
                definition.add("webhookUrl", "has **** in place of its query; write the URL with its key")
            }
        }
        let version = definition.read { members throws(InvalidDocument) in
            try members.requiredText("apiVersion", upTo: 32)
        }
        if let version, !Self.isSupported(version) {
            definition.add("apiVersion", "must be a version from 2018-09-01-preview on, such as 2021-10-01")
        }
        do throws(InvalidDocuments) { try definition.finish() } catch {
            for fault in error.faults { fields.add(fault) }
            return nil
        }
        guard let url, let version else { return nil }
        self.init(webhookURL: url, apiVersion: version)
    }

    /// A date, with or without `-preview`.
    private static func isSupported(_ version: String) -> Bool {
        let date = version.hasSuffix("-preview") ? String(version.dropLast(8)) : version
        return Timestamp(date + "T00:00:00Z") != nil && date >= oldestVersion
    }
}
