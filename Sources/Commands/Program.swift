import CommandLineInterface

/// The program `dps-allocator`.
package enum Program {
    static let name = "dps-allocator"

    /// In the order in which the help lists them.
    static let commands: [any Command.Type] = [
        QuickstartCommand.self,
        ServeCommand.self,
        MigrateCommand.self,
        SeedCommand.self,
        KeysCreateCommand.self,
        KeysListCommand.self,
        KeysPatchCommand.self,
        KeysRevokeCommand.self,
        DevicesListCommand.self,
        DevicesShowCommand.self,
        DevicesTimelineCommand.self,
        DevicesPutCommand.self,
        DevicesPatchCommand.self,
        DevicesDeleteCommand.self,
        DevicesExportCommand.self,
        DevicesImportCommand.self,
        DevicesTemplateCommand.self,
        DevicesDeriveKeyCommand.self,
        ImportsListCommand.self,
        ImportsShowCommand.self,
        ImportsRowsCommand.self,
        ImportsApplyCommand.self,
        ImportsUndoCommand.self,
        ImportsDiscardCommand.self,
        DivisionsListCommand.self,
        DivisionsShowCommand.self,
        DivisionsPutCommand.self,
        DivisionsPatchCommand.self,
        DivisionsDeleteCommand.self,
        RulesListCommand.self,
        RulesShowCommand.self,
        RulesAddCommand.self,
        RulesPatchCommand.self,
        RulesMoveCommand.self,
        RulesDeleteCommand.self,
        ChangesUndoCommand.self,
        ChangesExportCommand.self,
        ChangesCommand.self,
        AssignmentsListCommand.self,
        AssignmentsShowCommand.self,
        AssignmentsTailCommand.self,
        AssignmentsSummaryCommand.self,
        AssignmentsExportCommand.self,
        VerifyCommand.self,
        PruneCommand.self,
        UnmatchedListCommand.self,
        UnmatchedDevicesCommand.self,
        UnmatchedRegisterCommand.self,
        UnmatchedRuleCommand.self,
        UnmatchedDismissCommand.self,
        UnmatchedRestoreCommand.self,
        WatchesListCommand.self,
        WatchesShowCommand.self,
        ExplainCommand.self,
        DoctorCommand.self,
    ]

    /// - Parameter words: the command line without the program's name.
    /// - Returns: the exit status.
    package static func run(_ words: [String]) -> Int32 {
        CommandLineProgram(
            name: name, summary: "tells Azure DPS which IoT hub a device belongs to, and why",
            commands: commands
        ).run(words)
    }
}
