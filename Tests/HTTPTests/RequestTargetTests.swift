import HTTP
import Testing

@Suite struct RequestTargetTests {
    @Test(
        arguments: [
            ("", ""), ("abc", "abc"), ("%41%62", "Ab"), ("%c3%A9", "é"), ("a+b", "a+b"), ("%25", "%"),
            ("%00", "\0"),
            ("%", nil), ("%4", nil), ("%4g", nil), ("%g4", nil), ("a%", nil), ("%%41", nil), ("% 1", nil),
            ("%ff", nil), ("%c3", nil), ("%ed%a0%80", nil), ("%c0%80", nil),
        ] as [(String, String?)])
    func `percent-decoding is strict`(text: String, expected: String?) {
        #expect(String(percentDecoding: text.utf8) == expected)
    }

    @Test(
        arguments: [
            ("/", [""]), ("/a", ["a"]), ("/a/", ["a", ""]), ("/a/b%2Fc?d/e", ["a", "b/c"]), ("//", ["", ""]),
            ("/%", nil), ("/a/%ff", nil), ("*", nil), ("?a", [""]), ("/a+b", ["a+b"]),
        ] as [(String, [String]?)])
    func `segments are split before they are decoded`(text: String, expected: [String]?) {
        #expect(RequestTarget(text).pathSegments() == expected)
    }

    @Test(
        arguments: [
            ("/?a=1&b=2", "b", "2"), ("/?a=1&a=2", "a", "1"), ("/?a", "a", ""), ("/?a=", "a", ""),
            ("/?a=b=c", "a", "b=c"), ("/?%61=%26", "a", "&"), ("/?a=b+c%2B", "a", "b c+"),
            ("/?&&a=1&", "a", "1"),
            ("/?a=1", "b", nil), ("/", "a", nil), ("/?", "a", nil), ("/?a=%", "a", nil),
            ("/?a=1&b=%ff", "a", "1"), ("/?a=1&b=%ff", "b", nil), ("/?%zz=1&a=%ff&a=2", "a", "2"),
            ("/?=x", "", "x"),
        ] as [(String, String, String?)])
    func `a query item is found by its decoded name`(text: String, name: String, expected: String?) {
        #expect(RequestTarget(text).queryItem(name) == expected)
    }

    @Test func `a malformed query differs from an empty one`() {
        #expect(RequestTarget("/").queryItems()?.isEmpty == true)
        #expect(RequestTarget("/?a=%zz").queryItems() == nil)
    }
}
