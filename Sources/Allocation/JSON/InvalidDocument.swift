/// A document that people write does not have the shape it should have.
package struct InvalidDocument: Error, Equatable, CustomStringConvertible {
    /// Where the fault is.
    package let pointer: JSONPointer

    /// What is wrong there.
    package let problem: String

    package init(at pointer: JSONPointer, _ problem: String) {
        self.pointer = pointer
        self.problem = problem
    }

    /// The place as a JSON pointer (RFC 6901), and what is wrong there.
    package var description: String {
        let place = pointer.description.isEmpty ? "the document" : pointer.description
        return "\(place): \(problem)"
    }
}

/// Every fault of a document at once, so that nobody mends them one by one.
package struct InvalidDocuments: Error, Equatable, CustomStringConvertible {
    /// At least one, in the order in which they were found.
    package let faults: [InvalidDocument]

    package init(_ faults: [InvalidDocument]) {
        self.faults = faults
    }

    /// With one fault more, unless its place has one already.
    package func adding(_ fault: InvalidDocument) -> InvalidDocuments {
        faults.contains { $0.pointer == fault.pointer } ? self : InvalidDocuments(faults + [fault])
    }

    /// The faults of a document that is part of another one, where it stands at `pointer`.
    package func moved(to pointer: JSONPointer) -> InvalidDocuments {
        InvalidDocuments(faults.map { InvalidDocument(at: pointer.appending($0.pointer), $0.problem) })
    }

    package var description: String { faults.map(\.description).joined(separator: "; ") }
}
