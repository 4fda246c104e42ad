/// An IoT hub that is linked to the provisioning service.
package struct LinkedHub: Sendable, Equatable {
    package let hostName: String

    /// Its share with the policy `hashed`: 1 to 1,000.
    package let allocationWeight: Int

    /// Milliseconds that stand for how far away it is, for the policy `geoLatency`.
    package let latency: Int

    package init(hostName: String, allocationWeight: Int = 1, latency: Int = 0) {
        self.hostName = hostName
        self.allocationWeight = allocationWeight
        self.latency = latency
    }
}
