/// The program `dps-emulator`.
package enum EmulatorProgram {
    /// - Parameter words: the command line without the program's name.
    /// - Returns: the exit status.
    package static func run(_ words: [String]) -> Int32 {
        64
    }
}
