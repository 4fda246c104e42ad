import Allocation
import CommandLineInterface

/// The options by which commands take what people write of a division.
enum DivisionOptions {
    static let report = PolicyReport(noun: "division")

    static let options = MemberOptions(
        texts: [("--name", "name"), ("--noun", "noun"), ("--hub-pattern", "hubPattern")],
        objects: [("--twin", "twin"), ("--payload", "payload")])

    static func specification(isNew: Bool) -> [CommandSpecification.Option] {
        [
            .init(
                name: "--noun", value: "WORDS",
                help: "What it calls its things, as in \"No heat pumps hub found for the enrollment.\"",
                isRequired: isNew),
            .init(
                name: "--hub-pattern", value: "TEXT",
                help: "A linked hub whose name contains this is its own",
                isRequired: isNew),
            .init(
                name: "--twin", value: "JSON",
                help: "The template of its devices' twins; @FILE reads a file"),
            .init(
                name: "--payload", value: "JSON",
                help: "What DPS hands back to its devices; @FILE reads a file"),
        ]
    }

    static let name = CommandSpecification.Positional(
        name: "NAME", help: "The division's name; its case does not matter")
}
