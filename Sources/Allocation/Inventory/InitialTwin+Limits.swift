/// What IoT Hub would refuse when the device is made, found when the twin is saved (Microsoft Learn, "Understand and use device
/// twins in IoT Hub", sections "Tags and properties format" and "Device twin size").
extension InitialTwin {
    /// Every fault, with its place inside the twin; none when IoT Hub will take it.
    ///
    /// Not part of making a value: a decision reads twins that were checked when they were saved.
    package func faults(at pointer: JSONPointer = JSONPointer()) -> [InvalidDocument] {
        Self.faults(of: json, at: pointer)
    }

    /// The same of what may not have the shape of a twin, as far as it has.
    static func faults(of json: JSONValue, at pointer: JSONPointer) -> [InvalidDocument] {
        var faults: [InvalidDocument] = []
        for section in TwinSection.allCases {
            guard let value = section.value(in: json) else { continue }
            let place = section.place(in: pointer)
            section.check(value, at: { place }, depth: 0, into: &faults)
            // What is sent has no nulls, and a null has no size of its own.
            let size = TwinSection.size(of: value)
            if size > section.largestSize {
                faults.append(
                    InvalidDocument(
                        at: place,
                        "has \(size) bytes as IoT Hub counts them, which takes \(section.largestSize)"))
            }
        }
        return faults
    }
}

/// The two parts of a twin that a back end may write, with their limits.
enum TwinSection: CaseIterable {
    case tags
    case desired

    static let longestName = 1_024
    static let longestText = 4_096
    static let deepest = 10
    static let integers = -4_503_599_627_370_496...4_503_599_627_370_495

    /// In bytes, by `size(of:)`.
    var largestSize: Int {
        switch self {
        case .tags: 8_192
        case .desired: 32_768
        }
    }

    /// What a twin has of it; `nil` for nothing.
    func value(in twin: JSONValue) -> JSONValue? {
        switch self {
        case .tags: twin["tags"]
        case .desired: twin["properties"]?["desired"]
        }
    }

    /// Where it stands in a twin that stands there.
    func place(in pointer: JSONPointer) -> JSONPointer {
        switch self {
        case .tags: pointer.appending(name: "tags")
        case .desired: pointer.appending(name: "properties").appending(name: "desired")
        }
    }

    /// Names and texts count as their UTF-8, a number 8 bytes, a boolean 4; structure counts nothing.
    static func size(of value: JSONValue) -> Int {
        switch value {
        case .null: 0
        case .bool: 4
        case .number: 8
        case .string(let text): text.utf8.count
        case .array(let elements): elements.reduce(0) { $0 + size(of: $1) }
        case .object(let object): object.members.reduce(0) { $0 + size(ofName: $1.name) + size(of: $1.value) }
        }
    }

    /// Control characters in names do not count.
    private static func size(ofName name: String) -> Int {
        name.unicodeScalars.reduce(0) { $0 + ($1.isControl ? 0 : UTF8.width($1)) }
    }

    /// The place is made only where there is a fault; most twins have none.
    func check(
        _ value: JSONValue, at place: () -> JSONPointer, depth: Int, into faults: inout [InvalidDocument]
    ) {
        switch value {
        case .null, .bool:
            break
        case .number(let number):
            let isWhole = !number.literal.utf8.contains { $0 == 0x2E || $0 | 0x20 == 0x65 }
            guard isWhole, !(number.int64.map { Self.integers.contains(Int($0)) } ?? false) else { break }
            faults.append(
                InvalidDocument(
                    at: place(),
                    "must be from \(Self.integers.lowerBound) to \(Self.integers.upperBound), as IoT Hub's integers are"
                ))
        case .string(let text):
            guard text.utf8.count > Self.longestText else { break }
            faults.append(
                InvalidDocument(
                    at: place(), "may have \(Self.longestText) bytes of UTF-8, but has \(text.utf8.count)"))
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                check(element, at: { place().appending(index: index) }, depth: depth, into: &faults)
            }
        case .object(let object):
            guard depth <= Self.deepest else {
                faults.append(
                    InvalidDocument(at: place(), "is nested more than \(Self.deepest) objects deep"))
                break
            }
            for member in object.members {
                if let problem = problem(withName: member.name) {
                    faults.append(
                        InvalidDocument(at: place().appending(name: member.name), problem))
                }
                check(
                    member.value, at: { place().appending(name: member.name) }, depth: depth + 1,
                    into: &faults)
            }
        }
    }

    private func problem(withName name: String) -> String? {
        if name.isEmpty { return "a name may not be empty" }
        if name.utf8.count > Self.longestName {
            return "a name may have \(Self.longestName) bytes of UTF-8, this one has \(name.utf8.count)"
        }
        if name.hasPrefix("$") { return "names that begin with $ are IoT Hub's own" }
        let isForbidden: (Unicode.Scalar) -> Bool = {
            $0.isControl || $0 == "." || $0 == "$" || $0 == " "
        }
        if name.unicodeScalars.contains(where: isForbidden) {
            return "a name may have no control character, dot, dollar sign or space"
        }
        return nil
    }
}
