import Allocation
import Testing

/// Each limit of IoT Hub's twins, just kept and just broken.
@Suite struct TwinLimitsTests {
    private static func text(_ count: Int) -> JSONValue { .string(String(repeating: "x", count: count)) }

    /// So many objects within each other.
    private static func nested(_ depth: Int) -> JSONValue {
        depth == 0 ? ["leaf": 1] : ["a": nested(depth - 1)]
    }

    /// An object of texts that IoT Hub counts as so many bytes.
    private static func counting(_ bytes: Int) -> JSONValue {
        var object = JSONObject()
        var rest = bytes
        var number = 0
        while rest > 0 {
            let size = min(rest, 4_000)
            object["k\(100 + number)"] = text(size - 4)
            rest -= size
            number += 1
        }
        return .object(object)
    }

    private static let desiredRows: [(JSONValue, [String])] = [
        (["a": text(4_096)], []), (["a": text(4_097)], ["/a"]),
        ([String(repeating: "k", count: 1_024): 1], []),
        ([String(repeating: "k", count: 1_025): 1], ["/" + String(repeating: "k", count: 1_025)]),
        (
            ["a b": 1, "a.b": 1, "a$b": 1, "$a": 1, "a\u{7}": 1, "": 1],
            ["/a b", "/a.b", "/a$b", "/$a", "/a\u{7}", "/"]
        ),
        (["$version": 1], ["/$version"]),
        (nested(10), []), (nested(11), [String(repeating: "/a", count: 11)]),
        (["n": 4_503_599_627_370_495, "m": -4_503_599_627_370_496], []),
        (["n": 4_503_599_627_370_496, "m": -4_503_599_627_370_497], ["/n", "/m"]),
        (["n": 1.5, "e": [1, "x", ["y": [:]]], "z": nil, "b": true], []),
        (["e": [["a b": 1]]], ["/e/0/a b"]),
        (counting(32_768), []), (counting(32_769), [""]),
    ]

    @Test(arguments: desiredRows.indices)
    func `desired properties are held to IoT Hub's limits`(row: Int) throws {
        let (desired, expected) = Self.desiredRows[row]
        let twin = try InitialTwin(["properties": ["desired": desired]])
        #expect(twin.faults().map(\.pointer.description) == expected.map { "/properties/desired" + $0 })
    }

    @Test(arguments: [(8_192, true), (8_193, false)])
    func `tags may have 8 KB`(bytes: Int, fits: Bool) throws {
        let faults = try InitialTwin(["tags": Self.counting(bytes)]).faults()
        #expect(faults.isEmpty == fits)
        if !fits {
            #expect(
                faults.map(\.description) == [
                    "/tags: has 8193 bytes as IoT Hub counts them, which takes 8192"
                ])
        }
    }

    @Test(
        arguments: [
            (["k": 1], 9), (["k": true], 5), (["k": "é"], 3), (["k": nil], 1), (["k": ["ab": [1, 2]]], 19),
            (["\u{1}k": "x"], 2),
        ] as [(JSONValue, Int)])
    func `sizes are counted as IoT Hub does`(tags: JSONValue, size: Int) throws {
        // Filled up to the limit, it fits; with a byte more it does not.
        for (rest, fits) in [(8_192 - size, true), (8_193 - size, false)] {
            let filled = Self.counting(rest).merging(patch: tags)
            guard var object = filled.object else { continue }
            if tags["k"] == .null { object["k"] = .null }
            let isTooLarge = try InitialTwin(["tags": .object(object)]).faults().contains {
                $0.pointer.description == "/tags"
            }
            #expect(isTooLarge != fits, "\(tags)")
        }
    }
}
