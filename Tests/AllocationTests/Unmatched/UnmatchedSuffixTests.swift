import Allocation
import Testing

@Suite struct UnmatchedSuffixTests {
    @Test(arguments: [
        ("breakroom499-contoso-tstrsd-007", "-tstrsd-#"),
        ("Building-3-Room-7-TSTRSD-008", "-tstrsd-#"),
        ("sn-0042", "sn-#"),
        ("SN0042", "sn#"),
        ("4711", "#"),
        ("00-11_22", "#-#_#"),
        ("a.b:c7", ":c#"),
        ("a-", "a-"),
        ("a-b-", "-b-"),
        ("-x", "-x"),
        ("x", "x"),
    ])
    func `devices are put together by the last part with a letter, whatever its number`(
        id: String, suffix: String
    ) {
        #expect(UnmatchedSuffix.suffix(of: id) == suffix)
    }

    @Test(
        arguments: [
            (["a-contoso-ovn-009", "bb-Contoso-OVN-009"], "-contoso-ovn-009"),
            (["a-contoso-ovn-009"], "-contoso-ovn-009"),
            (["a-contoso-ovn-009", "b-fabrikam-ovn-009", "c-ovn-009"], "-ovn-009"),
            (["a-xovn-009", "b-ovn-009"], nil),
            (["a-009", "b-009"], nil),
            (["a-ovn-009", "a-ovn-010"], nil),
            (["alone"], nil),
        ] as [([String], String?)])
    func `what all end in begins with a separator and has a letter`(ids: [String], common: String?) {
        let reversed = ids.map(UnmatchedSuffix.reversed).sorted()
        #expect(UnmatchedSuffix.common(ofReversed: reversed[0], and: reversed[reversed.count - 1]) == common)
    }
}
