import Glibc

/// An IPv4 or IPv6 address with a port, without names.
struct SocketAddress: Equatable, Sendable {
    private enum Family: Sendable { case ipv4, ipv6 }

    private let family: Family
    private let bytes: SIMD16<UInt8>
    let port: UInt16

    /// An address literal, without brackets; nil if `host` is none.
    init?(host: String, port: UInt16) {
        var bytes = SIMD16<UInt8>()
        let parsed = withUnsafeMutableBytes(of: &bytes) { bytes in
            inet_pton(AF_INET, host, bytes.baseAddress) == 1
                ? Family.ipv4 : inet_pton(AF_INET6, host, bytes.baseAddress) == 1 ? .ipv6 : nil
        }
        guard let parsed else { return nil }
        (family, self.bytes, self.port) = (parsed, bytes, port)
    }

    init?(_ storage: sockaddr_storage) {
        let read = withUnsafeBytes(of: storage) { raw -> (Family, SIMD16<UInt8>, UInt16)? in
            var bytes = SIMD16<UInt8>()
            switch Int32(storage.ss_family) {
            case AF_INET:
                let address = raw.load(as: sockaddr_in.self)
                withUnsafeMutableBytes(of: &bytes) { target in
                    withUnsafeBytes(of: address.sin_addr) { target.copyMemory(from: $0) }
                }
                return (.ipv4, bytes, UInt16(bigEndian: address.sin_port))
            case AF_INET6:
                let address = raw.load(as: sockaddr_in6.self)
                withUnsafeMutableBytes(of: &bytes) { target in
                    withUnsafeBytes(of: address.sin6_addr) { target.copyMemory(from: $0) }
                }
                return (.ipv6, bytes, UInt16(bigEndian: address.sin6_port))
            default: return nil
            }
        }
        guard let read else { return nil }
        (family, bytes, port) = read
    }

    var isIPv6: Bool { family == .ipv6 }

    /// The address in the form the sockets API wants.
    var storage: sockaddr_storage {
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) { raw in
            withUnsafeBytes(of: bytes) { bytes in
                switch family {
                case .ipv4:
                    var address = sockaddr_in()
                    address.sin_family = sa_family_t(AF_INET)
                    address.sin_port = port.bigEndian
                    address.sin_addr = bytes.load(as: in_addr.self)
                    raw.storeBytes(of: address, as: sockaddr_in.self)
                case .ipv6:
                    var address = sockaddr_in6()
                    address.sin6_family = sa_family_t(AF_INET6)
                    address.sin6_port = port.bigEndian
                    address.sin6_addr = bytes.load(as: in6_addr.self)
                    raw.storeBytes(of: address, as: sockaddr_in6.self)
                }
            }
        }
        return storage
    }

    /// The address without port or brackets; an IPv4 client of an IPv6 socket in IPv4 form (RFC 4291
    /// §2.5.5.2 mapped addresses).
    var host: String {
        var text = [CChar](repeating: 0, count: 64)
        withUnsafeBytes(of: bytes) { bytes in
            let isMapped =
                family == .ipv6 && bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF
                && bytes[11] == 0xFF
            if isMapped {
                inet_ntop(AF_INET, bytes.baseAddress?.advanced(by: 12), &text, 64)
            } else {
                inet_ntop(family == .ipv4 ? AF_INET : AF_INET6, bytes.baseAddress, &text, 64)
            }
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
