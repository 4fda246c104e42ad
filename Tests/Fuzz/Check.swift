/// Ends the process, which the fuzzer takes for a finding, when something that must hold does not.
@inline(__always)
func check(_ condition: Bool, _ complaint: @autoclosure () -> String) {
    guard condition else { fatalError(complaint()) }
}
