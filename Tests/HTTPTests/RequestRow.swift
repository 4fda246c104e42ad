/// A row of the table of conformance: what is sent, and what comes back.
struct RequestRow: Sendable {
    /// The number and section of the RFC that decides, such as `9112 §3.2`.
    let rule: String
    let name: String
    let input: String
    /// In the form of `summary(_:)`: the status of each answer, `!` if the connection closes behind it, and the content.
    let expected: String

    init(_ rule: String, _ name: String, _ input: String, _ expected: String) {
        self.rule = rule
        self.name = name
        self.input = input
        self.expected = expected
    }

    var bytes: [UInt8] { Array(input.utf8) }

    /// Requests that are answered, behind which the connection goes on.
    static let kept = accepted + targets + persistence + framing

    /// Requests that are refused, behind which it does not.
    static let allRefused = refused + refusedTargets + smuggling + refusedFraming

    static let all = kept + closing + allRefused + sequences
}
