import Allocation
import Contoso

/// Devices of every shape that the inventory takes, the same for the same seed.
struct GeneratedDevices {
    private var numbers: SeededGenerator

    init(seed: UInt64) {
        numbers = SeededGenerator(state: seed)
    }

    /// Lines of NDJSON, each of a device of its own.
    func lines(_ count: Int) -> [String] {
        var generator = self
        return (0..<count).map { "\(generator.device($0).description)\n" }
    }

    private mutating func next(below bound: Int) -> Int {
        Int.random(in: 0..<bound, using: &numbers)
    }

    private static let texts = [
        "plain", "a,b;c\td", "say \"hello\"", "two\nlines\r\nand more", " spaces ", "=1+1", "Grüße, 日本", "'",
        "007", "true",
    ]

    private mutating func text() -> JSONValue { .string(Self.texts[next(below: Self.texts.count)]) }

    private mutating func value(depth: Int) -> JSONValue {
        switch next(below: depth > 0 ? 7 : 4) {
        case 0: .number(JSONNumber(Int64(next(below: 1_000_000)) - 500_000))
        case 1: .bool(next(below: 2) == 0)
        case 2: text()
        case 3: .string("65")
        case 4: [value(depth: 0), text()]
        case 5: .null
        default: object(depth: depth - 1)
        }
    }

    private mutating func object(depth: Int) -> JSONValue {
        var object = JSONObject()
        for index in 0...next(below: 4) { object["m\(index)"] = value(depth: depth) }
        return .object(object)
    }

    private mutating func device(_ number: Int) -> JSONValue {
        var device: JSONObject = [
            "registrationId": .string("Gen-\(number)-\(next(below: 1_000))"),
            "division": next(below: 2) == 0 ? "toasters" : "heatpumps",
        ]
        switch next(below: 5) {
        case 0:
            device["status"] = "held"
            device["statusReason"] = text()
            device["heldUntil"] = .string(
                Timestamp(milliseconds: 1_900_000_000_000 + Int64(next(below: 1_000_000_000))).description)
        case 1:
            device["status"] = "disabled"
            device["statusReason"] = text()
        default: break
        }
        if next(below: 3) == 0 { device["pinnedHub"] = "contoso-toasters-hub-1098.azure-devices.net" }
        if next(below: 2) == 0 { device["note"] = text() }
        if next(below: 3) == 0 { device["labels"] = ["pilot", .string("floor \(next(below: 9))")] }
        if next(below: 2) == 0 {
            var twin = JSONObject()
            if next(below: 2) == 0 { twin["tags"] = object(depth: 2) }
            if next(below: 2) == 0 { twin["properties"] = ["desired": object(depth: 3)] }
            device["twin"] = .object(twin)
        }
        if next(below: 5) == 0 { device["payload"] = object(depth: 2) }
        return .object(device)
    }
}
