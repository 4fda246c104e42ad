/// What a word in a table means to whoever looks over it, shown as a colour.
package enum Tone {
    case heading
    case good
    case waiting
    case bad
    case quiet

    /// The tone of a word that the program uses: a status, a verdict, an outcome; `nil` for any other.
    package init?(of word: String) {
        switch word {
        case "create", "assigned", "yes", "ok": self = .good
        case "held", "update", "warn": self = .waiting
        case "disabled", "invalid", "conflicting", "duplicated", "rejected", "FAIL": self = .bad
        case "retired", "unchanged", "no": self = .quiet
        default: return nil
        }
    }

    /// The text between Select Graphic Rendition and its reset (ECMA-48 §8.3.117).
    package func colour(_ text: String) -> String {
        "\u{1B}[\(parameter)m\(text)\u{1B}[0m"
    }

    private var parameter: Int {
        switch self {
        case .heading: 1  // bold
        case .quiet: 2  // faint
        case .bad: 31  // red
        case .good: 32  // green
        case .waiting: 33  // yellow
        }
    }
}
