import Allocation
import Contoso
import Testing

@Suite struct TwinLayerTests {
    private func layers(_ template: JSONValue?, _ own: JSONValue?) throws -> [String] {
        try TwinLayer.layers(
            template: template.map { value throws(InvalidDocuments) in try InitialTwin(value) },
            own: own.map { value throws(InvalidDocuments) in try InitialTwin(value) }
        ).map { "\($0.pointer) \($0.origin.rawValue) \($0.value)" }
    }

    @Test func `each key names the layer that it came from, in the order in which they are sent`() throws {
        let template: JSONValue = [
            "tags": ["kind": "toaster", "site": "a", "gone": ["x": 1]],
            "properties": ["desired": ["level": 1, "list": [1, 2], "empty": [:], "null": nil]],
        ]
        let own: JSONValue = [
            "properties": ["desired": ["level": 2, "more": ["deep": [nil], "none": nil]]],
            "tags": ["gone": nil, "never": nil, "site": ["room": "b"], "a/b": "~"],
        ]
        #expect(
            try layers(template, own) == [
                #"/tags/kind template "toaster""#, #"/tags/site/room device "b""#,
                #"/tags/gone removed {"x":1}"#,
                #"/tags/a~1b device "~""#, "/properties/desired/level device 2",
                "/properties/desired/list template [1,2]", "/properties/desired/empty template {}",
                "/properties/desired/more/deep device [null]",
            ])
        #expect(try layers(nil, own).allSatisfy { $0.contains(" device ") })
        #expect(try layers(template, nil).allSatisfy { $0.contains(" template ") })
        #expect(try layers(nil, nil).isEmpty)
        #expect(try layers(["tags": ["a": 1]], ["tags": nil]) == [#"/tags removed {"a":1}"#])
        #expect(try layers(nil, ["tags": ["a": nil]]) == ["/tags device {}"])
    }

    @Test func `the layers put together are what is sent`() throws {
        var generator = SeededGenerator(state: 21)
        func value(_ depth: Int) -> JSONValue {
            switch Int.random(in: 0..<(depth > 3 ? 4 : 7), using: &generator) {
            case 0: return nil
            case 1: return 1
            case 2: return "x"
            case 3: return [nil, 2]
            default:
                var object = JSONObject()
                for name in ["a", "b", "c"] where Bool.random(using: &generator) {
                    object[name] = value(depth + 1)
                }
                return .object(object)
            }
        }
        func twin() -> JSONValue {
            var desired = JSONObject()
            for name in ["a", "b", "c", "d"] where Bool.random(using: &generator) { desired[name] = value(0) }
            return ["tags": nil, "properties": ["desired": .object(desired)]]
        }
        for _ in 0..<3_000 {
            let (template, own) = (try InitialTwin(twin()), try InitialTwin(twin()))
            let sent = try JSONValue(parsing: template.overlaid(by: own).json)
            let layers = TwinLayer.layers(template: template, own: own)
            let told = layers.filter { $0.origin != .removed }
            #expect(Set(told.map(\.pointer)).count == told.count)
            #expect(
                told.map { "\($0.pointer) \($0.value)" }
                    == Self.leaves(of: sent, at: JSONPointer(), removed: layers))
        }
    }

    /// Every value that is no object with members; what a removal left empty has no key of its own.
    private static func leaves(of value: JSONValue, at pointer: JSONPointer, removed: [TwinLayer]) -> [String]
    {
        guard let object = value.object else { return ["\(pointer) \(value)"] }
        guard !object.isEmpty else {
            let isLeft = removed.contains {
                $0.origin == .removed && $0.pointer.description.hasPrefix(pointer.description + "/")
            }
            return isLeft ? [] : ["\(pointer) {}"]
        }
        return object.members.flatMap {
            leaves(of: $0.value, at: pointer.appending(name: $0.name), removed: removed)
        }
    }
}
