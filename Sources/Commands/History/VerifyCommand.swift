import Allocation
import CommandLineInterface
import SQLiteStore

/// `verify`: whether the history is what was written.
struct VerifyCommand: Command {
    static let specification = CommandSpecification(
        name: "verify",
        summary: "Check that the history is what was written, from its first row on",
        options: [
            .init(
                name: "--against", value: "HASH",
                help: "A head hash kept earlier, which must still be there"),
            .init(
                name: "--pruned-since", value: nil,
                help: "Take it as right that decisions were pruned after that hash was kept"),
            .data, .format, .help,
        ],
        discussion: """
            Each row of the history carries a SHA-256 over the row before it and its own content. The head hash stands for all of them:
            keep it where who can write the data folder cannot, and show it again with --against. Without one, rows taken from the
            end, or a whole history made anew, would go unnoticed. Runs beside the service. Exit status 1 when something is wrong.

            Where old decisions are pruned, keep a new head hash after each day: one of a decision that is gone cannot be found, and of
            what was pruned after a hash was kept that hash proves nothing. Totals and indexes are made from the decisions and are not
            looked at.
            """,
        examples: [
            "dps-allocator verify",
            "dps-allocator verify --against 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        var wanted: SHA256Digest?
        if let text = arguments.value("--against") {
            guard let digest = SHA256Digest(hex: text) else {
                throw UsageError("--against takes the 64 hexadecimal digits of a hash, not \"\(text)\"")
            }
            wanted = digest
        }
        let format = try arguments.format
        var verifier = try HistoryVerifier(in: arguments.dataDirectory, against: wanted)
        var progress = Progress("verifying", counting: "decisions", in: terminal)
        let found = try verifier.verify { done, all in
            progress.update(done, share: all > 0 ? Double(done) / Double(all) : nil)
        }
        progress.finish()
        if format == .json { terminal.print(found.json) }
        if let fault = found.fault { throw CommandFailure(fault.message) }
        if format == .text { for line in lines(of: found) { terminal.print(line) } }
        guard wanted != nil else { return }
        if let place = found.place {
            guard found.prunedSince > 0, !arguments.has("--pruned-since") else { return }
            throw CommandFailure(
                "the hash is that of \(place), but \(Progress.grouped(found.prunedSince)) decisions before it were pruned after it: it "
                    + "proves nothing of them nor of what is before them; if that was meant to be, add --pruned-since"
            )
        }
        throw CommandFailure(
            found.pruned > 0
                ? "no link of the history is this hash: what it stood for is not there any more, or was pruned"
                : "no link of the history is this hash: what it stood for is not there any more")
    }

    private static func lines(of found: HistoryVerification) -> [String] {
        var lines = ["\(Progress.grouped(found.verified)) decisions are as they were written"]
        if found.notCovered > 0 {
            lines.append(
                "\(Progress.grouped(found.notCovered)) decisions are older than the chain: nothing proves them"
            )
        }
        if found.pruned > 0 {
            lines.append(
                "\(Progress.grouped(found.pruned)) decisions were pruned, in \(Progress.grouped(found.cuts)) stretches"
            )
        }
        if found.clockSteps > 0 {
            lines.append(
                "the clock was set \(found.clockSteps == 1 ? "once" : "\(Progress.grouped(found.clockSteps)) times")"
            )
        }
        if let place = found.place { lines.append("the hash is that of \(place)") }
        if let head = found.head { lines.append("head hash  \(head)") }
        return lines
    }
}
