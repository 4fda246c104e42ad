import Allocation
package import HTTP

extension EnrollmentRecord {
    /// The same record with its webhook elsewhere; unchanged where it has none.
    ///
    /// - Parameters:
    ///   - url: the webhook's.
    ///   - text: the same as it was written.
    /// - Returns: the changed record.
    package func asking(_ url: HTTPURL, writtenAs text: String) -> EnrollmentRecord {
        guard let definition = customAllocation else { return self }
        var record = self
        record.customAllocation = CustomAllocationDefinition(
            webhookURL: url, apiVersion: definition.apiVersion)
        if var members = written?.object, var custom = members["customAllocationDefinition"]?.object {
            custom["webhookUrl"] = .string(text)
            members["customAllocationDefinition"] = .object(custom)
            record.written = .object(members)
        }
        return record
    }
}
