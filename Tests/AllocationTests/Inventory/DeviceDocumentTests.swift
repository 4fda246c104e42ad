import Allocation
import Testing

@Suite struct DeviceDocumentTests {
    private static let minimal: JSONValue = ["registrationId": "lobby-1", "division": "toasters"]

    /// The pointers of what is wrong with the smallest device once it is changed.
    private func faults(_ patch: JSONValue) -> [String] {
        do throws(InvalidDocuments) {
            _ = try Device(json: Self.minimal.merging(patch: patch))
            return []
        } catch {
            return error.faults.map(\.pointer.description)
        }
    }

    private static let rows: [(JSONValue, [String])] = [
        ([:], []),
        (["registrationId": nil], ["/registrationId"]),
        (
            ["registrationId": "a b", "division": 7, "status": "gone"],
            ["/registrationId", "/division", "/status"]
        ),
        (["colour": "red", "etag": "x", "revision": 7, "createdBy": "me"], ["/colour"]),
        (["statusReason": "why"], ["/statusReason"]),
        (["status": "disabled", "statusReason": "why"], []),
        (["status": "disabled", "heldUntil": "2027-01-31T00:00:00Z"], ["/heldUntil"]),
        (["status": "held", "heldUntil": "2027-01-31T00:00:00Z"], []),
        (["status": "held", "heldUntil": "tomorrow"], ["/heldUntil"]),
        (["status": "held", "heldUntil": "2027-02-29T00:00:00Z"], ["/heldUntil"]),
        (["status": "retired", "statusReason": "scrapped"], []),
        (["pinnedHub": "a hub"], ["/pinnedHub"]),
        (["labels": ["b", "a", "b"]], []),
        (["labels": ["a", 7]], ["/labels/1"]),
        (["labels": [""]], ["/labels/0"]),
        (["labels": ["", "|", "ok", 5]], ["/labels/0", "/labels/1", "/labels/3"]),
        (["status": "gone", "statusReason": "why", "heldUntil": "2027-01-31T00:00:00Z"], ["/status"]),
        (["labels": ["a|b"]], ["/labels/0"]),
        (["labels": .array((0..<33).map { .string("l\($0)") })], ["/labels"]),
        (["note": .string(String(repeating: "x", count: 4_096))], []),
        (["note": .string(String(repeating: "x", count: 4_097))], ["/note"]),
        (["note": "\u{0}"], ["/note"]),
        (["payload": []], ["/payload"]),
        (["payload": ["a": .string(String(repeating: "x", count: 20_000))]], ["/payload"]),
        (["twin": ["tag": [:]]], ["/twin/tag"]),
        (["twin": ["properties": ["Desired": [:]]]], ["/twin/properties/Desired"]),
        (["twin": ["properties": ["a/b~": [:]]]], ["/twin/properties/a~1b~0"]),
        (["twin": ["properties": ["desired": []]]], ["/twin/properties/desired"]),
        (["twin": ["tags": 7], "note": 7], ["/twin/tags", "/note"]),
        (
            ["twin": ["tags": ["a.b": 1], "properties": ["desired": ["$c": 1]]]],
            ["/twin/tags/a.b", "/twin/properties/desired/$c"]
        ),
        (
            [
                "twin": [
                    "Tags": [:], "tags": ["a.b": 1], "properties": ["Desired": [:], "desired": ["$c": 1]],
                ]
            ],
            [
                "/twin/Tags", "/twin/properties/Desired", "/twin/tags/a.b", "/twin/properties/desired/$c",
            ]
        ),
    ]

    @Test(arguments: rows.indices)
    func `every member at fault is told at once`(row: Int) {
        let (patch, expected) = Self.rows[row]
        #expect(faults(patch) == expected, "\(patch)")
    }

    @Test func `what is written reads back the same`() throws {
        let json: JSONValue = [
            "registrationId": "Lobby-1", "division": "toasters", "status": "held", "statusReason": "recall",
            "heldUntil": "2027-01-31T18:00:00.500Z", "pinnedHub": "hub.example", "twin": ["tags": ["a": 1]],
            "payload": ["b": [1, 2]], "labels": ["pilot", "roof"], "note": "n",
        ]
        #expect(try Device(json: json).json == json)
        #expect(try Device(json: Self.minimal).json == Self.minimal.merging(patch: ["status": "active"]))
    }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-22T21:04:51.007Z", 1_795_381_491_007),
            ("2026-11-22t22:04:51.0079+01:00", 1_795_381_491_007),
            ("2026-11-22T21:04:51-00:30", 1_795_383_291_000),
            ("2024-02-29T00:00:00.5z", 1_709_164_800_500), ("0001-01-01T00:00:00Z", -62_135_596_800_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("2023-02-29T00:00:00Z", nil), ("2026-11-22", nil), ("2026-11-22T21:04:51", nil),
            ("2026-11-22 21:04:51Z", nil), ("2026-11-22T24:00:00Z", nil), ("2026-11-22T21:04:60Z", nil),
            ("2026-11-22T21:04:51.Z", nil), ("2026-11-22T21:04:51Z ", nil),
            ("2026-11-22T21:04:51+24:00", nil),
            ("0000-01-01T00:00:00Z", nil), ("", nil),
        ] as [(String, Int64?)])
    func `a moment is read as RFC 3339 writes it`(text: String, milliseconds: Int64?) {
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [0, 951_782_400_000, 1_795_381_491_007, 253_402_300_799_999] as [Int64])
    func `a moment that is written reads back the same`(milliseconds: Int64) {
        let time = Timestamp(milliseconds: milliseconds)
        #expect(Timestamp(time.description) == time)
    }
}
