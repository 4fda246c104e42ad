/// One step on the way to a decision, for people who ask why.
package struct DecisionStep: Sendable, Equatable {
    package enum Verdict: String, Sendable {
        /// This settled something: a row was found, a rule matched, a hub was chosen.
        case yes
        /// This was tried and did not fit.
        case no
        /// A fact worth knowing that settled nothing.
        case note
    }

    /// What was looked at, for example `rule 1`.
    package let subject: String
    package let verdict: Verdict
    package let explanation: String

    package init(_ subject: String, _ verdict: Verdict, _ explanation: String) {
        self.subject = subject
        self.verdict = verdict
        self.explanation = explanation
    }
}
