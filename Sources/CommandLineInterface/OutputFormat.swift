/// How a command prints what it found.
package enum OutputFormat: String, CaseIterable {
    /// For people.
    case text
    /// For programs.
    case json
}
