/// The name of a hub's host, such as `contoso-toasters-hub-1098.azure-devices.net`.
package enum HostName {
    /// The longest name of a host, in characters (RFC 1035 §2.3.4, without the dots' wire form).
    package static let maximumLength = 253

    /// Whether the text can be the name of a host: letters, digits, `-`, `.` and `_`, and neither empty nor too long.
    package static func isValid(_ text: String) -> Bool {
        let bytes = text.utf8.span
        guard !bytes.isEmpty, bytes.count <= maximumLength else { return false }
        for index in bytes.indices where !isAllowed(bytes[index]) { return false }
        return true
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default:
            false
        }
    }
}
