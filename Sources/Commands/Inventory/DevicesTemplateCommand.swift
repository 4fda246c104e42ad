import Allocation
import CommandLineInterface
import DelimitedText

/// `devices template`: what a file of devices looks like.
struct DevicesTemplateCommand: Command {
    static let specification = CommandSpecification(
        name: "devices template",
        summary: "Show the columns of a file of devices, what each means and an example",
        options: [
            .init(
                name: "--csv", value: nil, help: "Write a CSV file with the header and the example instead"),
            .format, .help,
        ],
        examples: ["dps-allocator devices template --csv > devices.csv"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        guard arguments.has("--csv") else {
            switch try arguments.format {
            case .text:
                let rows = ImportTemplate.fields.map { [$0.name, $0.example, $0.meaning] }
                terminal.print(TextTable(["COLUMN", "EXAMPLE", "WHAT IT IS"], rows, overflow: .wrap))
            case .json:
                terminal.print(ImportTemplate.json)
            }
            return
        }
        guard !arguments.has("--format") else { throw UsageError("--csv and --format do not go together") }
        var csv = CSVWriter()
        csv.append(record: ImportTemplate.header)
        csv.append(record: ImportTemplate.example)
        terminal.write(String(decoding: csv.take(), as: UTF8.self))
    }
}
