/// The ID of a device at a hub (azure-docs, iot-hub-devguide-identity-registry).
enum DeviceID {
    static let maximumLength = 128

    /// What it may be made of, for people.
    static let rule = "1 to \(maximumLength) letters, digits and - : . + % _ # * ? ! ( ) , = @ ; $ '"

    /// Whether a hub takes it: ASCII letters, digits and some marks, and neither empty nor too long.
    static func isValid(_ text: String) -> Bool {
        (1...maximumLength).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isASCIILetterOrDigit || "-:.+%_#*?!(),=@;$'".utf8.contains($0) }
    }
}
