package import HTTP

/// The webhook of an enrollment with the policy `custom`.
package struct CustomAllocationDefinition: Sendable, Equatable {
    package let webhookURL: HTTPURL

    /// As the configuration writes it: the version of the types that DPS sends.
    package let apiVersion: String

    package init(webhookURL: HTTPURL, apiVersion: String) {
        self.webhookURL = webhookURL
        self.apiVersion = apiVersion
    }
}
