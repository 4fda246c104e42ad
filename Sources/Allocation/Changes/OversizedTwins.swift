/// Devices whose own twins fit no more, were a division's template as it was to be: what is sent to them would be more than IoT Hub
/// takes.
package struct OversizedTwins: Sendable, Equatable, CustomStringConvertible {
    /// So many are told one by one; all are counted.
    static let mostTold = 10

    /// A device, and what is wrong with its twin, by the place in it.
    private struct Line: Equatable {
        let registrationID: String
        let fault: InvalidDocument
    }

    private var lines: [Line] = []
    package private(set) var count: Int64 = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    /// Looks at one more device.
    ///
    /// - Parameters:
    ///   - own: its twin.
    ///   - registrationID: of the device.
    ///   - template: that of its division, as it is to be.
    package mutating func add(
        _ own: InitialTwin, of registrationID: String, under template: TwinTemplate
    ) {
        guard let fault = template.faults(under: own).first else { return }
        count += 1
        if lines.count < Self.mostTold { lines.append(Line(registrationID: registrationID, fault: fault)) }
    }

    /// What is wrong with the division.
    package var fault: InvalidDocument {
        InvalidDocument(
            at: JSONPointer().appending(name: "twin"),
            "leaves too little room for the twins of \(count) of its devices")
    }

    /// The first devices, each with what is wrong with its twin.
    package var json: JSONValue {
        .array(
            lines.map { line in
                [
                    "registrationId": .string(line.registrationID),
                    "pointer": .string(line.fault.pointer.description),
                    "detail": .string(line.fault.problem),
                ]
            })
    }

    package var description: String {
        let told = lines.map { "\($0.registrationID): \($0.fault)" }.joined(separator: "; ")
        return "\(fault.problem): \(told)" + (count > Int64(lines.count) ? "; ..." : "")
    }
}
