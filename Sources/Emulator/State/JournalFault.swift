/// What is wrong with a line of the journal.
struct JournalFault: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
