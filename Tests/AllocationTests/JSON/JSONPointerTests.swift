import Allocation
import Testing

@Suite struct JSONPointerTests {
    @Test func `names and indices are written one after the other`() {
        var pointer = JSONPointer()
        #expect(pointer.description == "")
        pointer.append(name: "linkedHubs")
        pointer.append(index: 12)
        #expect(pointer.description == "/linkedHubs/12")
        #expect(pointer.appending(name: "x").appending(index: 0).description == "/linkedHubs/12/x/0")
    }

    // RFC 6901 §5.
    @Test(arguments: [
        ("", "/"), ("a/b", "/a~1b"), ("m~n", "/m~0n"), ("c%d", "/c%d"), ("k\"l", "/k\"l"), (" ", "/ "),
        ("~1", "/~01"), ("e\u{301}/", "/e\u{301}~1"), ("/\u{301}", "/~1\u{301}"),
    ])
    func `a tilde and a slash are escaped`(name: String, text: String) {
        #expect(JSONPointer().appending(name: name).description == text)
    }
}
