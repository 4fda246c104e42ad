import Allocation
import Contoso
import Testing

/// Twins that each keep IoT Hub's limits, and what comes of the one laid over the other.
@Suite struct TwinTemplateTests {
    private static func text(_ count: Int) -> JSONValue { .string(String(repeating: "x", count: count)) }

    private static func tags(_ members: JSONValue) -> JSONValue { ["tags": members] }

    private static func desired(_ members: JSONValue) -> JSONValue { ["properties": ["desired": members]] }

    // Each name has one byte.
    private static let rows: [(template: JSONValue, own: JSONValue, faults: [String])] = [
        (tags(["a": text(3_500), "b": text(3_500)]), tags(["c": text(1_190)]), ["/tags"]),
        (tags(["a": text(3_500), "b": text(3_500)]), tags(["c": text(1_189)]), []),
        // What the device's own twin replaces or takes away makes room for itself.
        (tags(["a": text(3_500), "b": text(3_500)]), tags(["a": text(3_500), "c": text(1_189)]), []),
        (tags(["a": text(3_500), "b": text(3_500)]), tags(["a": nil, "c": text(4_096)]), []),
        (tags(["a": text(3_500), "b": text(3_500)]), ["tags": nil], []),
        (tags(["a": text(4_000), "b": text(4_000)]), desired(["c": text(4_096)]), []),
        (tags([:]), tags(["a": text(4_000), "b": text(4_000)]), []),
        (desired(many(7)), desired(["x": text(4_096)]), ["/properties/desired"]),
        (
            ["tags": ["a": text(4_000), "b": text(4_000)], "properties": ["desired": many(7)]],
            ["tags": ["c": text(4_000)], "properties": ["desired": ["x": text(4_096), "y": 1]]],
            ["/tags", "/properties/desired"]
        ),
    ]

    private static func many(_ count: Int) -> JSONValue {
        .object((0..<count).reduce(into: JSONObject()) { $0["\($1)"] = text(4_096) })
    }

    @Test(arguments: rows.indices)
    func `what is sent is held to IoT Hub's limits`(row: Int) throws {
        let (template, own, expected) = Self.rows[row]
        let (first, second) = (try InitialTwin(template), try InitialTwin(own))
        #expect(first.faults().isEmpty && second.faults().isEmpty)
        #expect(TwinTemplate(first).faults(under: second).map(\.pointer.description) == expected)
    }

    @Test func `a fault tells the size of both together`() throws {
        let template = try InitialTwin(Self.tags(["a": Self.text(3_500), "b": Self.text(3_500)]))
        let own = try InitialTwin(Self.tags(["c": Self.text(3_500), "d": Self.text(3_500)]))
        #expect(
            TwinTemplate(template).faults(under: own, at: JSONPointer().appending(name: "twin")).map(
                \.description) == [
                    "/twin/tags: has 14004 bytes as IoT Hub counts them, which takes 8192, once it is laid over its division's"
                ])
    }

    @Test func `where the template has nothing, any twin fits, whatever its length`() throws {
        for twin in [[:], ["tags": [:]], ["properties": nil]] as [JSONValue] {
            #expect(TwinTemplate(try InitialTwin(twin)).roomyLength == nil)
        }
    }

    /// Elements that weigh most for what they are long.
    private static let heavy: [JSONValue] = [1, true, "\u{1F525}", [1], ["\u{1F525}": 1], ["k": true]]

    @Test(arguments: heavy, [1, 200, 2_000, 4_000, 8_000])
    func `what is short enough always fits`(element: JSONValue, taken: Int) throws {
        let template = TwinTemplate(
            try InitialTwin(
                Self.tags(["a": Self.text(taken / 2), "b": Self.text((taken + 1) / 2)])))
        let length = try #require(template.roomyLength)
        var elements: [JSONValue] = []
        var own = try InitialTwin(Self.tags(["c": []]))
        while own.json.description.unicodeScalars.count <= length {
            #expect(template.faults(under: own).isEmpty)
            elements += [JSONValue](repeating: element, count: elements.count / 8 + 1)
            own = try InitialTwin(Self.tags(["c": .array(elements)]))
        }
    }

    private static let template = rows[0].template

    @Test func `a device whose twin and division stay as they are is not looked at`() throws {
        let template = TwinTemplate(try InitialTwin(Self.template))
        var device = Device(
            registrationID: try RegistrationID("d"), division: "a",
            twin: try InitialTwin(Self.tags(["c": Self.text(4_000)])))
        #expect(
            device.twinFaults(over: template, insteadOf: nil).map(\.pointer.description) == ["/twin/tags"])
        let present = device
        device.status = .retired
        #expect(device.twinFaults(over: template, insteadOf: present) == [])
        device.division = "b"
        #expect(!device.twinFaults(over: template, insteadOf: present).isEmpty)
    }
}
