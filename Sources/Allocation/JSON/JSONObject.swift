/// The members of a JSON object, in the order in which their names first appeared.
///
/// Names are compared by Unicode scalars, without normalisation (RFC 8259 §8.3), and are unique: setting a
/// name again replaces its value in place. Two objects are equal when they have equal members in any order.
package struct JSONObject: Sendable {
    package struct Member: Sendable, Equatable {
        package let name: String
        package fileprivate(set) var value: JSONValue

        init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }

        package static func == (left: Member, right: Member) -> Bool {
            left.name.utf8.elementsEqual(right.name.utf8) && left.value == right.value
        }
    }

    /// `String` compares by canonical equivalence; a member's name must not.
    private struct ExactName: Hashable {
        let text: String

        static func == (left: ExactName, right: ExactName) -> Bool {
            left.text.utf8.elementsEqual(right.text.utf8)
        }

        func hash(into hasher: inout Hasher) {
            for byte in text.utf8 { hasher.combine(byte) }
        }
    }

    // Up to here a search is quicker than hashing, and an index would only cost memory.
    private static let mostSearched = 16

    package private(set) var members: [Member] = []
    private var index: [ExactName: Int] = [:]

    package init() {}

    /// Members whose names are known to differ.
    init(distinct members: [Member]) {
        self.members = members
        rebuildIndex()
    }

    package var count: Int { members.count }
    package var isEmpty: Bool { members.isEmpty }

    /// The value of the member called `name`; setting `nil` removes the member.
    package subscript(name: String) -> JSONValue? {
        get { position(of: name).map { members[$0].value } }
        set {
            let position = position(of: name)
            switch (position, newValue) {
            case (let position?, let value?):
                members[position].value = value
            case (let position?, nil):
                members.remove(at: position)
                rebuildIndex()
            case (nil, let value?):
                append(Member(name: name, value: value))
            case (nil, nil):
                break
            }
        }
    }

    /// Removes all members that satisfy `condition`, in one pass.
    package mutating func removeMembers(where condition: (Member) -> Bool) {
        let before = members.count
        members.removeAll(where: condition)
        if members.count != before { rebuildIndex() }
    }

    private func position(of name: String) -> Int? {
        if members.count > Self.mostSearched { return index[ExactName(text: name)] }
        // Lengths first: most names differ in that already, and bytes cost more to look at.
        let count = name.utf8.count
        return members.firstIndex { $0.name.utf8.count == count && $0.name.utf8.elementsEqual(name.utf8) }
    }

    private mutating func append(_ member: Member) {
        members.append(member)
        if members.count == Self.mostSearched + 1 {
            rebuildIndex()
        } else if members.count > Self.mostSearched {
            index[ExactName(text: member.name)] = members.count - 1
        }
    }

    private mutating func rebuildIndex() {
        index.removeAll()
        guard members.count > Self.mostSearched else { return }
        for (position, member) in members.enumerated() { index[ExactName(text: member.name)] = position }
    }
}

extension JSONObject: Equatable {
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.members.allSatisfy { right[$0.name] == $0.value }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (name, value) in elements { self[name] = value }
    }
}
