import Allocation
import Contoso

/// A random document whose value is known without a parser.
struct GeneratedDocument {
    let value: JSONValue
    let text: String

    var bytes: [UInt8] { Array(text.utf8) }

    init(using generator: inout SeededGenerator, depth: Int = 4) {
        let choice = Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &generator)
        switch choice {
        case 0: (value, text) = (nil, "null")
        case 1: (value, text) = Bool.random(using: &generator) ? (true, "true") : (false, "false")
        case 2, 3:
            text = Self.number(using: &generator)
            value = JSONNumber(literal: text).map(JSONValue.number) ?? nil
        case 4, 5:
            let string = Self.string(using: &generator)
            (value, text) = (.string(string.value), string.text)
        case 6, 7:
            let elements = (0..<Int.random(in: 0..<5, using: &generator)).map { _ in
                GeneratedDocument(using: &generator, depth: depth - 1)
            }
            value = .array(elements.map(\.value))
            text = "[" + Self.joined(elements.map(\.text), using: &generator) + "]"
        default:
            var object = JSONObject()
            var texts: [String] = []
            for index in 0..<Int.random(in: 0..<22, using: &generator) where index < 5 || depth == 1 {
                let name = Self.string(using: &generator)
                let member = GeneratedDocument(using: &generator, depth: depth - 1)
                // Now and then the same name again: the last one counts.
                object[name.value] = member.value
                texts.append(name.text + Self.space(using: &generator) + ":" + member.text)
            }
            value = .object(object)
            text = "{" + Self.joined(texts, using: &generator) + "}"
        }
    }

    private static func joined(_ texts: [String], using generator: inout SeededGenerator) -> String {
        texts.map { space(using: &generator) + $0 + space(using: &generator) }.joined(separator: ",")
    }

    private static func space(using generator: inout SeededGenerator) -> String {
        ["", "", "", " ", "\n\t", "\r\n"].randomElement(using: &generator) ?? ""
    }

    private static func number(using generator: inout SeededGenerator) -> String {
        var text = Bool.random(using: &generator) ? "-" : ""
        text += String(Int.random(in: 0..<100_000, using: &generator))
        if Bool.random(using: &generator) {
            text += ".0" + String(Int.random(in: 0..<100, using: &generator))
        }
        if Int.random(in: 0..<4, using: &generator) == 0 {
            text += ["e", "E", "e+", "E-"].randomElement(using: &generator) ?? "e"
            text += String(Int.random(in: 0..<30, using: &generator))
        }
        return text
    }

    private static func string(using generator: inout SeededGenerator) -> (value: String, text: String) {
        let pieces = [
            ("a", "a"), ("key", "key"), ("\u{E9}", "\u{E9}"), ("e\u{301}", "e\\u0301"), ("\n", "\\n"),
            ("\"", "\\\""), ("\\", "\\\\"), ("/", "\\/"), ("/", "/"), ("\u{0}", "\\u0000"), ("\t", "\\t"),
            ("\u{1F600}", "\\uD83d\\ude00"), ("\u{1F600}", "\u{1F600}"), ("\u{20AC}", "\u{20AC}"),
            ("A", "\\u0041"), ("\u{7F}", "\u{7F}"), ("\u{2028}", "\u{2028}"), ("\u{8}\u{C}\r", "\\b\\f\\r"),
        ]
        var result = (value: "", text: "\"")
        for _ in 0..<Int.random(in: 0..<5, using: &generator) {
            guard let piece = pieces.randomElement(using: &generator) else { continue }
            result.value += piece.0
            result.text += piece.1
        }
        result.text += "\""
        return result
    }
}
