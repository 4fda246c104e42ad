/// The words on the command line are wrong: exit status 64 (`EX_USAGE` of sysexits.h).
struct UsageError: Error, Equatable {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
