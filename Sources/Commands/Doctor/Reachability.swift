import HTTP

/// Where DPS, which calls from the public network, can go.
enum Reachability {
    /// Whether a host is one of this machine, or of a private network only, as far as its name tells.
    static func isPrivate(_ host: String) -> Bool {
        let name = host.lowercased()
        let suffixes = [".localhost", ".local", ".internal", ".lan", ".home.arpa"]
        if name == "localhost" || suffixes.contains(where: { name.hasSuffix($0) }) { return true }
        // A name without a dot is known to the own network only.
        if !name.contains("."), !name.contains(":") { return true }
        if name.contains(":") { return isPrivateIPv6(name) }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4, let first = parts[0], let second = parts[1], parts.allSatisfy({ $0 != nil })
        else {
            return false
        }
        return switch (first, second) {
        // RFC 6890: this host, loopback, private use.
        case (0, _), (127, _), (10, _), (172, 16...31), (192, 168): true
        // Shared address space (RFC 6598), link-local (RFC 3927).
        case (100, 64...127), (169, 254): true
        default: false
        }
    }

    /// Loopback, unspecified, unique local (RFC 4193) and link-local (RFC 4291 §2.5.6) addresses, and mapped ones.
    private static func isPrivateIPv6(_ name: String) -> Bool {
        if name == "::1" || name == "::" { return true }
        if name.hasPrefix("::ffff:"), name.contains(".") { return isPrivate(String(name.dropFirst(7))) }
        return ["fc", "fd", "fe8", "fe9", "fea", "feb"].contains { name.hasPrefix($0) }
            && name.prefix { $0 != ":" }.count == 4
    }
}
