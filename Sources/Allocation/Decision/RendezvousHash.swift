/// Spreads devices over equal hubs so that a device always gets the same one, and a new hub takes over only
/// its own share (highest random weight hashing: Thaler and Ravishankar, 1998).
///
/// The weight of a hub for a device is the first 8 bytes, big-endian, of SHA-256 over the folded registration
/// ID, a line feed and the folded host name; anyone can check it with `printf 'id\nhub' | sha256sum`.
package enum RendezvousHash {
    /// The hub of greatest weight, in the order of the host names where weights are equal; `nil` without
    /// hubs.
    package static func hub(for registrationID: RegistrationID, among hubs: [String]) -> String? {
        hubs.map { (hub: $0, folded: $0.asciiFolded) }
            .map { (hub: $0.hub, folded: $0.folded, weight: weight(of: $0.folded, for: registrationID)) }
            .max { ($0.weight, $1.folded) < ($1.weight, $0.folded) }?
            .hub
    }

    private static func weight(of foldedHub: String, for registrationID: RegistrationID) -> UInt64 {
        let digest = SHA256.hash(Array("\(registrationID.folded)\n\(foldedHub)".utf8))
        return digest.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
