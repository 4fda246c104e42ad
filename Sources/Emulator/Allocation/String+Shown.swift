extension String {
    /// For a log line, what others wrote: without what could break the line or steer a terminal, and not endless.
    var shown: String {
        let most = 600
        var text = String.UnicodeScalarView()
        for (count, scalar) in unicodeScalars.enumerated() {
            guard count < most else { return String(text) + "..." }
            text.append(Self.isPlain(scalar) ? scalar : "?")
        }
        return String(text)
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
        default: true
        }
    }
}
