/// What the holder of a key may do.
package enum Role: String, Sendable, CaseIterable {
    /// Call the allocate endpoint, and nothing else: the key that DPS gets.
    case webhook
    /// Read and write devices.
    case fleet
    /// Read everything.
    case auditor
    /// Everything.
    case admin
}
