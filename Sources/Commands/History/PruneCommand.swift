import API
import Allocation
import CommandLineInterface
import SQLiteStore

/// `prune`: takes old decisions away, once.
struct PruneCommand: Command {
    static let specification = CommandSpecification(
        name: "prune",
        summary: "Take away old decisions, but for each device's first and last",
        options: RetentionOptions.specification + [.dryRun, .data, .format, .help],
        discussion: """
            For when no service runs; serve --keep does the same beside the service. Totals are kept, and verify still proves what is
            left and what was taken away. A decision goes when it is beyond any bound that is given. Goes by blocks of 2,048 decisions,
            and only by those that are in the totals, which take in 8,192 decisions at once; they are brought up to date first, as is
            the inbox. Afterwards the times of a summary that are shorter than an hour count what is left.
            """,
        examples: ["dps-allocator prune --keep 90d --dry-run"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        guard let retention = try RetentionOptions.retention(from: arguments) else {
            throw UsageError("--keep or --keep-rows is missing")
        }
        let format = try arguments.format
        let directory = arguments.dataDirectory
        let count = try prune(retention, in: directory, isTrial: arguments.isDryRun, terminal)
        switch format {
        case .text:
            let verb = arguments.isDryRun ? "would be pruned" : "were pruned"
            terminal.print("\(Progress.grouped(count)) decisions \(verb)")
        case .json:
            terminal.print(["pruned": .number(JSONNumber(count)), "isDryRun": .bool(arguments.isDryRun)])
        }
    }

    private static func prune(
        _ retention: Retention, in directory: DataDirectory, isTrial: Bool, _ terminal: Terminal
    ) throws -> Int64 {
        // One that runs holds the lock, and may prune by itself.
        let lock = isTrial ? nil : try ServiceLock(in: directory)
        defer { _ = lock }
        let folder = HistoryFolder(in: directory)
        while try folder.step() {}
        let sweeper = SightingSweeper(in: directory)
        while try sweeper.sweep() {}
        let planner = try PrunePlanner(keeping: retention, in: directory, fromBeginning: true)
        let writer = isTrial ? nil : try PruneWriter(in: directory)
        var progress = Progress("pruning", counting: "decisions", in: terminal)
        defer { progress.finish() }
        var count: Int64 = 0
        while true {
            switch try planner.next(at: terminal.surroundings.now) {
            case .step(let step):
                try writer?.apply(step, at: terminal.surroundings.now)
                count += step.count
                progress.update(count, share: nil)
            case .passed:
                break
            case .done(let done):
                if let done { try writer?.keep(done) }
                while try writer?.giveBack() == true {}
                return count
            }
        }
    }
}
