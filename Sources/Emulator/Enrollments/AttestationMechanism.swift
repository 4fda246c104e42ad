/// How the devices of an enrollment prove who they are.
package enum AttestationMechanism: Sendable, Equatable {
    /// The keys themselves, decoded. Of a group, devices have keys derived from them.
    case symmetricKey(primary: [UInt8], secondary: [UInt8])

    /// Both as base64 texts, as they are written; the storage root key does not identify a device.
    case tpm(endorsementKey: String, storageRootKey: String?)

    /// Certificates in DER: of a group those that sign its devices' certificates, of an individual enrollment the device's own.
    case x509(primary: [UInt8]?, secondary: [UInt8]?)

    /// The word that DPS uses for it.
    package var type: String {
        switch self {
        case .symmetricKey: "symmetricKey"
        case .tpm: "tpm"
        case .x509: "x509"
        }
    }
}
