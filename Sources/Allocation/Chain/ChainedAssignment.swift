/// An assignment as a link of the history's chain.
///
/// Its link is the SHA-256 over, one after the other:
/// - the link before it, 32 bytes; all zeros where nothing is before it,
/// - the letter `A`, and a byte of flags: 1 registration ID, 2 device's revision, 4 rule, 8 policy's revision, 16 twin, each set
///   when there is one,
/// - the assignment's number, the time in milliseconds since 1970, each 8 bytes big-endian, and the 16 bytes of the request's ID,
/// - the digest of the words (`AssignmentWords.digest`), 32 bytes,
/// - the device's revision, the rule's number and the policy's revision, as far as there, 8 bytes each,
/// - the SHA-256 of the twin's text, if there is one, 32 bytes,
/// - the registration ID in UTF-8, up to the end.
///
/// So a change of any value that the view `assignment_details` shows is a change of the link, and of all links behind it.
package struct ChainedAssignment: Sendable, Equatable {
    package var id: Int64
    package var decidedAt: Timestamp
    package var requestID: RequestID
    package var registrationID: String?
    package var deviceRevision: Int64?
    package var ruleID: Int64?
    package var policyRevision: Int64?

    /// The digest of its words.
    package var words: SHA256Digest

    /// The digest of the twin that was sent.
    package var twin: SHA256Digest?

    package init(
        id: Int64, decidedAt: Timestamp, requestID: RequestID, registrationID: String?,
        deviceRevision: Int64?, ruleID: Int64?, policyRevision: Int64?, words: SHA256Digest,
        twin: SHA256Digest?
    ) {
        self.id = id
        self.decidedAt = decidedAt
        self.requestID = requestID
        self.registrationID = registrationID
        self.deviceRevision = deviceRevision
        self.ruleID = ruleID
        self.policyRevision = policyRevision
        self.words = words
        self.twin = twin
    }

    /// - Parameter previous: the link before it.
    /// - Returns: its own.
    package func link(after previous: SHA256Digest) -> SHA256Digest {
        var flags: UInt16 = 0
        if registrationID != nil { flags |= 1 }
        if deviceRevision != nil { flags |= 2 }
        if ruleID != nil { flags |= 4 }
        if policyRevision != nil { flags |= 8 }
        if twin != nil { flags |= 16 }
        var hash = SHA256()
        hash.update(previous)
        hash.update(bigEndian: UInt16(UInt8(ascii: "A")) << 8 | flags)
        hash.update(bigEndian: UInt64(bitPattern: id))
        hash.update(bigEndian: UInt64(bitPattern: decidedAt.milliseconds))
        hash.update(bigEndian: requestID.high)
        hash.update(bigEndian: requestID.low)
        hash.update(words)
        if let deviceRevision { hash.update(bigEndian: UInt64(bitPattern: deviceRevision)) }
        if let ruleID { hash.update(bigEndian: UInt64(bitPattern: ruleID)) }
        if let policyRevision { hash.update(bigEndian: UInt64(bitPattern: policyRevision)) }
        if let twin { hash.update(twin) }
        if let registrationID { hash.update(registrationID.utf8.span) }
        return hash.finalize()
    }
}
