// JSON: all ways of reading a document agree about it, and what is written is read back the same.

@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let reading = JSONReading(bytes: bytes)
    let error = reading.skipped
    check(reading.built == error, "to build a value and to skip it differ: \(String(describing: error))")
    check(reading.mixed == error, "to read in part and to skip differ: \(String(describing: error))")
    check((error?.offset ?? 0) <= count, "a fault beyond the end")
    guard error == nil, let value = try? JSONValue(parsing: bytes) else { return 0 }
    check(String(validating: bytes, as: UTF8.self) != nil, "a document that is not UTF-8")
    check((try? JSONValue(parsing: value.serialized())) == value, "written and read back, it differs")
    check((try? JSONValue(parsing: value.pretty())) == value, "written at length and read back, it differs")
    _ = try? AllocationRequest(json: bytes)
    return 0
}
