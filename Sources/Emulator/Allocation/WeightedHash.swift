import Allocation
import Glibc

/// Spreads devices over hubs by weight, so that a device always gets the same one, and a hub that comes or goes moves its own
/// share only (weighted rendezvous hashing: Schindelhauer and Schomaker, 2005).
///
/// A hub's score for a device is `weight / -ln(u)`, where u lies between 0 and 1 and is made of the first 53 bits of SHA-256 over
/// the folded host name, a zero byte and the folded registration ID. The service's own hash is not published.
enum WeightedHash {
    /// The hub with the greatest score, the first of several; `nil` without hubs.
    static func hub(for id: RegistrationID, among hubs: [LinkedHub]) -> LinkedHub? {
        var best: (hub: LinkedHub, score: Double)?
        for hub in hubs {
            let score = Double(hub.allocationWeight) / -log(fraction(of: id, hub))
            if score > best?.score ?? -1 { best = (hub, score) }
        }
        return best?.hub
    }

    private static func fraction(of id: RegistrationID, _ hub: LinkedHub) -> Double {
        let digest = SHA256.hash(Array("\(hub.hostName.asciiFolded)\0\(id.folded)".utf8))
        let bits = digest.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } >> 11
        // Half a step away from 0, whose logarithm is infinite, and from 1, whose is 0.
        return (Double(bits) + 0.5) / 9_007_199_254_740_992
    }
}
