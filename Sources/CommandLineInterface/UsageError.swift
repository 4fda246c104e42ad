/// The words on the command line are wrong: exit status 64 (`EX_USAGE` of sysexits.h).
package struct UsageError: Error, Equatable {
    package let message: String

    package init(_ message: String) {
        self.message = message
    }
}
