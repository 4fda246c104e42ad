/// The place of a value in a document, for messages (RFC 6901).
package struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    /// The text: empty for the whole document, otherwise `/` before each name or index.
    package private(set) var description = ""

    package init() {}

    /// Goes on to an object's member; `~` is written as `~0` and `/` as `~1` (RFC 6901 §3).
    package mutating func append(name: String) {
        description.append("/")
        for scalar in name.unicodeScalars {
            switch scalar {
            case "~": description.append("~0")
            case "/": description.append("~1")
            default: description.unicodeScalars.append(scalar)
            }
        }
    }

    /// Goes on to an array's element, counted from 0.
    package mutating func append(index: Int) { description.append("/\(index)") }

    package func appending(name: String) -> JSONPointer {
        var pointer = self
        pointer.append(name: name)
        return pointer
    }

    /// Goes on along another pointer.
    package func appending(_ rest: JSONPointer) -> JSONPointer {
        var pointer = self
        pointer.description += rest.description
        return pointer
    }

    package func appending(index: Int) -> JSONPointer {
        var pointer = self
        pointer.append(index: index)
        return pointer
    }

    /// What holds the value; `nil` for the whole document.
    package var parent: JSONPointer? {
        guard let slash = description.lastIndex(of: "/") else { return nil }
        var parent = JSONPointer()
        parent.description = String(description[..<slash])
        return parent
    }
}
