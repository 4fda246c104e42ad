/// A document that people write does not have the shape it should have.
package struct InvalidDocument: Error, Equatable, CustomStringConvertible {
    /// The place as a JSON pointer (RFC 6901), and what is wrong there.
    package let description: String

    package init(at pointer: JSONPointer, _ problem: String) {
        let place = pointer.description.isEmpty ? "the document" : pointer.description
        description = "\(place): \(problem)"
    }
}
