import CommandLineInterface

/// The program `dps-emulator`.
package enum EmulatorProgram {
    static let commands: [any Command.Type] = [
        ServeCommand.self, DeviceCommand.self,
    ]

    /// - Parameter words: the command line without the program's name.
    /// - Returns: the exit status.
    package static func run(_ words: [String]) -> Int32 {
        CommandLineProgram(
            name: "dps-emulator", summary: "stands for Azure DPS and its hubs on this machine",
            commands: commands
        ).run(words)
    }
}
