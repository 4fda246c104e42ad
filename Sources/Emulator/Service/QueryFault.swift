/// What is wrong with the query of a request, in a sentence.
struct QueryFault: Error, Equatable, CustomStringConvertible {
    let description: String
}
