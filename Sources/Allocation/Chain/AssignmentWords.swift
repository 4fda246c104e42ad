/// The words of an assignment that recur from one to the next, as the chain sees them.
///
/// Few combinations make up most of a history, so the digest of one can be remembered.
package struct AssignmentWords: Sendable, Equatable {
    package var reason: String?
    package var division: String?
    package var hub: String?
    package var previousHub: String?
    package var enrollmentKind: String?

    /// `nil` also for an individual enrollment that is named after its device.
    package var enrollment: String?
    package var attestation: String?

    /// A JSON array, in the very text that is kept.
    package var linkedHubs: String?

    package init(
        reason: String?, division: String?, hub: String?, previousHub: String?, enrollmentKind: String?,
        enrollment: String?, attestation: String?, linkedHubs: String?
    ) {
        self.reason = reason
        self.division = division
        self.hub = hub
        self.previousHub = previousHub
        self.enrollmentKind = enrollmentKind
        self.enrollment = enrollment
        self.attestation = attestation
        self.linkedHubs = linkedHubs
    }

    /// SHA-256 over the eight, in the order in which they stand above: each its length in bytes of UTF-8, as four bytes
    /// big-endian, and then those bytes; one that is missing is the four bytes FF FF FF FF.
    package var digest: SHA256Digest {
        var hash = SHA256()
        for word in [
            reason, division, hub, previousHub, enrollmentKind, enrollment, attestation, linkedHubs,
        ] {
            guard let word else {
                hash.update(bigEndian: UInt32.max)
                continue
            }
            hash.update(bigEndian: UInt32(truncatingIfNeeded: word.utf8.count))
            hash.update(word.utf8.span)
        }
        return hash.finalize()
    }
}
