/// The symmetric key of one device of an enrollment group (Microsoft Learn, "Symmetric key attestation", group enrollments).
package enum DeviceKey {
    /// - Parameters:
    ///   - groupKey: the group's primary or secondary key, decoded.
    ///   - registrationID: spelled as the device does; each spelling has a key of its own.
    /// - Returns: HMAC-SHA-256 of the registration ID, 32 bytes.
    package static func derived(from groupKey: [UInt8], for registrationID: String) -> [UInt8] {
        HMAC.authenticationCode(for: Array(registrationID.utf8), key: groupKey).bytes
    }
}
