/// How an enrollment's devices are given to hubs (Microsoft Learn, "How to use allocation policies").
package enum AllocationPolicy: String, Sendable, CaseIterable {
    case hashed
    case geoLatency
    case `static`
    case custom
}
