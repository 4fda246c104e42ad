/// How a device proved to DPS who it is, told by the member that `deviceRuntimeContext` carries.
package enum Attestation: String, Sendable, CaseIterable {
    case symmetricKey
    case x509
    case tpm
}
