import Testing

@testable import Emulator

struct JSONCommentsTests {
    @Test(arguments: [
        ("", ""), ("{}", "{}"), ("//", "  "), ("// a\n1", "    \n1"), ("1 // a\r\n2", "1      \n2"),
        ("/**/1", "    1"), ("/* a\nb */1", "    \n    1"), ("[1,/*2,*/3]", "[1,      3]"),
        ("/***/1", "     1"), ("/*/*/1", "     1"), ("/* // */1", "        1"), ("// /*\n1", "     \n1"),
        // A character is one column, whatever it takes.
        ("/* é€😀 */1", "         1"),
        // Inside a string, nothing is a comment, and an escaped quote does not end it.
        (#""http://a/*b*/""#, #""http://a/*b*/""#), (#""\"//"//a"#, #""\"//"   "#),
        (#""\\"//a"#, #""\\"   "#), (#"{"a//b":"/*"}/*"*/"#, #"{"a//b":"/*"}     "#),
        // What does not end is no comment, and a slash alone is none.
        ("/* a", "/* a"), ("/*/", "/*/"), ("/", "/"), ("1/2", "1/2"), ("\"//", "\"//"), (#""\"#, #""\"#),
    ])
    func `comments become spaces, and everything else stays in its place`(text: String, expected: String) {
        #expect(String(decoding: JSONComments.blanked(in: Array(text.utf8)), as: UTF8.self) == expected)
    }
}
