/// Where the values of a JSON text stand, for messages about them.
package struct JSONPlaces: Sendable {
    /// A line and a column in it, both from 1; columns count Unicode scalars.
    package struct Place: Sendable, Hashable {
        package let line: Int
        package let column: Int
    }

    private var places: [JSONPointer: Place] = [:]

    /// Members whose object has another one of the same name, of which only the last counts; each with its own place.
    package private(set) var duplicates: [(pointer: JSONPointer, place: Place)] = []

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var column = 1

    /// - Parameter bytes: a document that `JSONValue` has parsed; of anything else the places are of no use.
    package init(of bytes: [UInt8]) {
        self.bytes = bytes
        position = JSONGrammar.lengthOfByteOrderMark(in: bytes.span)
        passWhiteSpace()
        places[JSONPointer()] = here
        passValue(at: JSONPointer(), depth: 0)
    }

    /// The place of a member's name or of an element; of what is not there, the place of what should have it.
    package func place(of pointer: JSONPointer) -> Place {
        if let place = places[pointer] { return place }
        guard let parent = pointer.parent else { return Place(line: 1, column: 1) }
        return place(of: parent)
    }

    private var here: Place { Place(line: line, column: column) }

    private mutating func step() {
        guard position < bytes.count else { return }
        if bytes[position] == UInt8(ascii: "\n") {
            line += 1
            column = 1
        } else if bytes[position] & 0xC0 != 0x80 {
            column += 1
        }
        position += 1
    }

    private mutating func passWhiteSpace() {
        let end = JSONGrammar.endOfWhiteSpace(in: bytes.span, from: position)
        while position < end { step() }
    }

    private mutating func passString() -> String {
        guard let token = try? JSONGrammar.string(in: bytes.span, from: position) else {
            position = bytes.count
            return ""
        }
        while position < token.end { step() }
        return JSONGrammar.text(of: token, in: bytes)
    }

    private mutating func passValue(at pointer: JSONPointer, depth: Int) {
        guard position < bytes.count, depth <= JSONReader.deepestNesting else { return }
        switch bytes[position] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): passContainer(at: pointer, depth: depth)
        case UInt8(ascii: "\""): _ = passString()
        default:
            while position < bytes.count, !isEndOfWord(bytes[position]) { step() }
        }
    }

    private func isEndOfWord(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
    }

    private mutating func passContainer(at pointer: JSONPointer, depth: Int) {
        let isObject = bytes[position] == UInt8(ascii: "{")
        var index = 0
        step()
        while true {
            passWhiteSpace()
            guard position < bytes.count else { return }
            if bytes[position] == UInt8(ascii: ",") {
                step()
                continue
            }
            if bytes[position] == UInt8(ascii: "}") || bytes[position] == UInt8(ascii: "]") {
                step()
                return
            }
            let place = here
            let start = position
            let child: JSONPointer
            if isObject {
                child = pointer.appending(name: passString())
                passWhiteSpace()
                step()  // The colon.
                passWhiteSpace()
            } else {
                child = pointer.appending(index: index)
                index += 1
            }
            if places.updateValue(place, forKey: child) != nil { duplicates.append((child, place)) }
            passValue(at: child, depth: depth + 1)
            // Only a text that is no JSON stands still.
            if position == start { return }
        }
    }
}
