/// How a device has proved who it is, as `deviceRuntimeContext` tells the webhook.
package enum RuntimeAttestation: Sendable, Equatable {
    /// Sent as an empty object: keys are not disclosed.
    case symmetricKey

    /// The client's certificate in DER.
    case x509(certificate: [UInt8])

    case tpm(endorsementKey: String, storageRootKey: String?)
}
