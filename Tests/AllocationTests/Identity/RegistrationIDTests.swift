import Allocation
import Testing

@Suite struct RegistrationIDTests {
    @Test(arguments: [
        "a", "Z", "7", "-", "breakroom499-contoso-tstrsd-007", "a.b_c:d", ".a", "_a", ":a", "--",
        "SN-007-888-ABC-MAC-A1-B2-C3-D4-E5-F6", String(repeating: "x", count: 128),
    ])
    func `an ID within DPS's rules is taken as it is written`(text: String) throws {
        let registrationID = try RegistrationID(text)
        #expect(registrationID.text == text)
        #expect(registrationID.description == text)
        #expect(registrationID.folded == text.lowercased())
    }

    @Test(arguments: [
        ("", RegistrationIDError.empty),
        (String(repeating: "x", count: 129), .tooLong(129)),
        ("a.", .badEnd(".")),
        ("a_", .badEnd("_")),
        ("a:", .badEnd(":")),
        ("a b", .forbiddenCharacter(" ", at: 1)),
        ("a/b", .forbiddenCharacter("/", at: 1)),
        ("a;b", .forbiddenCharacter(";", at: 1)),
        ("a@b", .forbiddenCharacter("@", at: 1)),
        ("a[b", .forbiddenCharacter("[", at: 1)),
        ("a`b", .forbiddenCharacter("`", at: 1)),
        ("a{b", .forbiddenCharacter("{", at: 1)),
        ("a\u{0}", .forbiddenCharacter("\u{0}", at: 1)),
        ("ab\u{7F}", .forbiddenCharacter("\u{7F}", at: 2)),
        ("gerät", .forbiddenCharacter("ä", at: 3)),
        ("\u{1F525}x", .forbiddenCharacter("\u{1F525}", at: 0)),
        ("\u{212A}elvin", .forbiddenCharacter("\u{212A}", at: 0)),
    ])
    func `an ID that breaks a rule is refused with that rule`(text: String, error: RegistrationIDError) {
        #expect(throws: error) { try RegistrationID(text) }
    }

    @Test(arguments: [
        (RegistrationIDError.empty, "a registration ID may not be empty"),
        (.tooLong(200), "a registration ID may have at most 128 characters, this one has 200"),
        (
            .forbiddenCharacter("@", at: 1),
            "a registration ID may only have letters, digits and - . _ :, but character 2 is \"@\""
        ),
        (
            .forbiddenCharacter("\u{1B}", at: 0),
            "a registration ID may only have letters, digits and - . _ :, but character 1 is U+001B"
        ),
        (
            .forbiddenCharacter("\u{1F525}", at: 0),
            "a registration ID may only have letters, digits and - . _ :, but character 1 is U+1F525"
        ),
        (.badEnd(":"), "a registration ID must end in a letter, a digit or a dash, not in \":\""),
    ])
    func `a refusal is told in printable ASCII`(error: RegistrationIDError, text: String) {
        #expect(error.description == text)
    }

    @Test func `IDs that differ in case alone are the same`() throws {
        let one = try RegistrationID("Lobby-1")
        let other = try RegistrationID("lOBBY-1")
        #expect(one == other)
        #expect(Set([one, other]).count == 1)
        #expect(try one != RegistrationID("lobby-2"))
    }
}
