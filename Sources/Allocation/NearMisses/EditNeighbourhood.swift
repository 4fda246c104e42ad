/// The registration IDs within a few edits of one, found in a sorted index of any size.
///
/// The index is walked as if it were a tree of characters: the next ID at or behind a place is asked for, and all that begin
/// like it are skipped as soon as their beginning is too far away. So what is asked depends on how the IDs branch near this one,
/// and hardly on how many there are.
package struct EditNeighbourhood {
    /// So many places of the index are looked at for one ID at most. Where IDs branch so much that this does not do, those in
    /// front are found and those behind are not; all that are one edit away are looked for first.
    package static let mostPlaces = 20_000

    /// Of registration IDs, folded, in the order of their bytes.
    private static let alphabet = Array("-.0123456789:_abcdefghijklmnopqrstuvwxyz".utf8)

    /// An ID that was found.
    package struct Neighbour: Sendable, Equatable {
        /// As the index has it.
        package let text: String
        package let edits: Int
    }

    private let registrationID: RegistrationID
    private var placesLeft = Self.mostPlaces

    package init(of registrationID: RegistrationID) {
        self.registrationID = registrationID
    }

    /// Looks for neighbours; the ID itself is none.
    ///
    /// - Parameters:
    ///   - limit: how many at most, from 1.
    ///   - next: the first ID of the index at or behind a text, both compared ASCII-folded by bytes; `nil` at the end.
    /// - Returns: those with one edit first, each in the order of the index; see `Similarity.mostEdits(forLength:)`.
    /// - Throws: what `next` throws.
    package mutating func neighbours<Failure: Error>(
        limit: Int, next: (String) throws(Failure) -> String?
    ) throws(Failure) -> [Neighbour] {
        let most = Similarity.mostEdits(forLength: registrationID.folded.utf8.count)
        var found: [Neighbour] = []
        for edits in 1..<(most + 1) where found.count < limit {
            found += try neighbours(edits, away: limit - found.count, next: next)
        }
        return found
    }

    private mutating func neighbours<Failure: Error>(
        _ edits: Int, away limit: Int, next: (String) throws(Failure) -> String?
    ) throws(Failure) -> [Neighbour] {
        var table = EditTable(of: registrationID.folded, mostEdits: edits)
        var found: [Neighbour] = []
        var place = ""
        while found.count < limit, placesLeft > 0, let text = try next(place) {
            placesLeft -= 1
            let bytes = Array(text.asciiFolded.utf8)
            table.cut(to: Self.commonLength(table.bytes, bytes))
            while Self.goesOn(table), table.bytes.count < bytes.count {
                table.append(bytes[table.bytes.count])
            }
            if table.bytes.count == bytes.count, table.edits == edits {
                found.append(Neighbour(text: text, edits: edits))
            }
            guard let behind = Self.placeBehind(&table) else { break }
            place = behind
        }
        return found
    }

    /// The smallest text behind what was read, and behind all that begins with it if that is too far away, that something within
    /// the limit can begin with; `nil` when there is none.
    private static func placeBehind(_ table: inout EditTable) -> String? {
        var least: UInt8 = 0
        if !goesOn(table), let last = table.bytes.last {
            table.cut(to: table.bytes.count - 1)
            least = last
        }
        while true {
            for byte in alphabet where byte > least {
                table.append(byte)
                if table.isViable { return String(decoding: table.bytes, as: UTF8.self) }
                table.cut(to: table.bytes.count - 1)
            }
            guard let last = table.bytes.last else { return nil }
            table.cut(to: table.bytes.count - 1)
            least = last
        }
    }

    /// Whether an ID may begin with what was read. Only DPS's characters are looked at: a place that ends inside of another one
    /// could not be asked for.
    private static func goesOn(_ table: EditTable) -> Bool {
        table.isViable && table.bytes.last ?? 0 < 0x80
    }

    private static func commonLength(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var length = 0
        while length < one.count, length < other.count, one[length] == other[length] { length += 1 }
        return length
    }
}
