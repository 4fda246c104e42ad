import Testing

@testable import CommandLineInterface
@testable import Commands

@Suite struct HelpTests {
    @Test func `every command's help fits 80 columns but for its examples`() {
        for command in Program.commands {
            let help = HelpText(program: Program.name, summary: "").help(for: command.specification)
            let text = help.split(separator: "\nExamples:").first ?? ""
            for line in text.split(separator: "\n") {
                #expect(line.count <= 80, "\(command.specification.name): \(line)")
            }
        }
    }
}
