package import Allocation

extension EnrollmentBook {
    /// The enrollment of a device that showed a token. An individual enrollment hides the groups.
    ///
    /// - Parameters:
    ///   - id: the registration ID in the path.
    ///   - token: what the device showed; its time and its scope are not looked at here.
    ///   - name: the registration ID as the token writes it: the device's key is derived from one of its spellings.
    /// - Returns: the enrollment, which may be disabled.
    /// - Throws: 401 when no enrollment's key has signed the token.
    package func enrollment(
        for id: RegistrationID, token: SharedAccessSignature, naming name: String
    ) throws(RegistrationRefusal) -> EnrollmentRecord {
        var spellings = [id.text]
        for spelling in [name, id.folded] where !spellings.contains(spelling) { spellings.append(spelling) }
        guard let record = individual(id) else { return try group(of: token, spellings) }
        if case .symmetricKey(let primary, let secondary) = record.attestation,
            [primary, secondary].contains(where: { token.isSigned(withKey: $0) })
        {
            return record
        }
        // One that is there to keep a device of a group out has keys of its own, the device that of the group. What the service
        // does then is [unknown]; without this, such an enrollment could not be tried out.
        if !record.isEnabled, (try? group(of: token, spellings)) != nil { return record }
        guard case .symmetricKey = record.attestation else {
            throw .unauthorized("the individual enrollment takes \(record.attestation.type), and no token")
        }
        throw .unauthorized("the token is not signed with a key of the device's individual enrollment")
    }

    private func group(
        of token: SharedAccessSignature, _ spellings: [String]
    ) throws(RegistrationRefusal) -> EnrollmentRecord {
        var isAnyThere = false
        for record in groups {
            guard case .symmetricKey(let primary, let secondary) = record.attestation,
                case .group(let name) = record.subject
            else { continue }
            isAnyThere = true
            for key in [primary, secondary] where !key.isEmpty {
                for spelling in spellings
                where token.isSigned(withKey: DeviceKey.derived(from: key, for: spelling)) {
                    return record
                }
                if token.isSigned(withKey: key) {
                    throw .unauthorized(
                        "the token is signed with the key of the group \(name) itself; "
                            + "a device's key is derived from it")
                }
            }
        }
        throw .unauthorized(
            isAnyThere
                ? "there is no individual enrollment, and the token is not signed with a key derived from a group's"
                : "there is no individual enrollment, and no group with symmetric keys")
    }
}

extension SharedAccessSignature {
    /// Everybody can sign with a key that has no byte: such a key is none.
    fileprivate func isSigned(withKey key: [UInt8]) -> Bool { !key.isEmpty && isSigned(with: key) }
}
