import API
import Allocation
import CommandLineInterface
import HTTP

/// An explanation as a terminal shows it.
struct ExplanationReport {
    private let explanation: Explanation

    init(_ explanation: Explanation) {
        self.explanation = explanation
    }

    var steps: TextTable {
        let rows = explanation.steps.enumerated().map {
            ["\($0.offset + 1)", $0.element.verdict.rawValue, $0.element.subject, $0.element.explanation]
        }
        return TextTable(
            ["STEP", "VERDICT", "LOOKED AT", "FINDING"], rows, overflow: .wrap, toned: ["VERDICT"])
    }

    /// `nil` when no twin is sent.
    var twin: TextTable? {
        guard !explanation.twinLayers.isEmpty, !explanation.endsAtDivision else { return nil }
        let rows = explanation.twinLayers.map { layer in
            [layer.pointer.description, layer.value.description, Self.text(of: layer.origin)]
        }
        return TextTable(["KEY OF THE TWIN", "VALUE", "FROM"], rows, overflow: .wrap)
    }

    private static func text(of origin: TwinLayer.Origin) -> String {
        switch origin {
        case .template: "the division's template"
        case .device: "the device's own"
        case .removed: "taken away by the device's null"
        }
    }

    /// `nil` when there are none.
    var nearMisses: TextTable? {
        guard !explanation.nearMisses.isEmpty else { return nil }
        return TextTable(["NEAR MISSES"], explanation.nearMisses.map { [$0.explanation] }, overflow: .wrap)
    }

    /// What came of it, in one line.
    var conclusion: String {
        let decision = explanation.decision
        guard !explanation.endsAtDivision else {
            return
                "Division \(decision.division ?? "-"). Which hub depends on the linked ones: name them with --hub HOST."
        }
        return
            "\(explanation.answer.status) (\(decision.reason.rawValue)): \(explanation.answerText)"
    }
}

extension Terminal {
    func print(_ report: ExplanationReport) {
        print(report.steps)
        print("\n" + TextTable.printable(report.conclusion))
        for table in [report.twin, report.nearMisses].compactMap({ $0 }) {
            print("")
            print(table)
        }
    }

    /// Why then, and what now.
    func print(_ explanation: AssignmentExplanation) {
        let recorded = explanation.recorded
        print("Assignment \(recorded.id), decided at \(recorded.decidedAt):")
        let row = recorded.json.object?.members.map { member in
            [member.name, member.value.string ?? member.value.description]
        }
        print(TextTable(["RECORDED", "VALUE"], row ?? [], overflow: .wrap))
        print("")
        if let then = explanation.then {
            print("Then, decided again with the policy and the device as they were:")
            print(ExplanationReport(then))
        }
        print("\n" + Self.verdict(of: explanation))
        if let mismatches = explanation.mismatches, !mismatches.isEmpty {
            print(Self.table(["DIFFERS IN", "RECORDED", "DECIDED AGAIN"], mismatches))
        }
        for doubt in explanation.doubts { print("Note: " + TextTable.printable(doubt) + ".") }
        print("\nNow:")
        print(ExplanationReport(explanation.now))
        print("")
        if explanation.differences.isEmpty {
            print("Now it comes to the same.")
        } else {
            print(Self.table(["NOW DIFFERS IN", "THEN", "NOW"], explanation.differences))
        }
        printChanges(of: explanation)
    }

    private func printChanges(of explanation: AssignmentExplanation) {
        guard !explanation.changes.isEmpty else { return }
        let rows = explanation.changes.map { change in
            [
                "\(change.id)", change.set.context.time.description,
                "\(change.kind.rawValue) \(change.subject) \(change.effect.rawValue)",
                change.set.context.actor, change.set.context.message ?? "-",
            ]
        }
        print("")
        print(TextTable(["CHANGE SINCE", "WHEN (UTC)", "WHAT", "WHO", "WHY"], rows, overflow: .wrap))
        let rest = explanation.changeCount - explanation.changes.count
        if rest > 0 { print("and \(rest) more: dps-allocator changes") }
    }

    private static func verdict(of explanation: AssignmentExplanation) -> String {
        switch explanation.isReproduced {
        case true?: "That comes to the recorded answer."
        case false?: "That does not come to the recorded answer:"
        case nil where explanation.then == nil: "It cannot be decided again as it was then."
        case nil: "Whether that comes to the recorded answer cannot be said."
        }
    }

    private static func table(_ headings: [String], _ differences: [JSONDifference]) -> TextTable {
        let rows = differences.map { difference in
            [
                String(difference.pointer.description.dropFirst()), difference.before?.description ?? "-",
                difference.after?.description ?? "-",
            ]
        }
        return TextTable(headings, rows, overflow: .wrap)
    }
}
