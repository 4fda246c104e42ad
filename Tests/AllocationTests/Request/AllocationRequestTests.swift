import Allocation
import Testing

@Suite struct AllocationRequestTests {
    private func request(_ body: String) throws -> AllocationRequest {
        try AllocationRequest(json: Array(body.utf8))
    }

    @Test(arguments: [
        #"{}"#,
        #"{"deviceRuntimeContext":null,"linkedHubs":null}"#,
        #"{"deviceRuntimeContext":{}}"#,
        #"{"deviceRuntimeContext":{"registrationId":null}}"#,
        #"{"deviceRuntimeContext":{"registrationId":""}}"#,
    ])
    func `a needed member that is missing or null is absent and no fault`(body: String) throws {
        let request = try request(body)
        #expect(request == AllocationRequest(registrationID: nil, linkedHubs: nil))
    }

    @Test func `no linked hubs are not the same as none being said`() throws {
        #expect(try request(#"{"linkedHubs":[]}"#).linkedHubs == [])
    }

    @Test(arguments: [
        (#""currentIotHubHostName":"h""#, "h"), (#""currentIoTHubHostName":"h""#, "h"),
        (#""currentIoTHubHostname":"h""#, "h"), (#""currentIotHubHostName":"""#, nil),
        (#""currentIotHubHostName":null"#, nil), (#""currentIotHubHostName":{"a":["h"]}"#, nil),
        (#""currentIotHub":"h""#, nil),
        (#""currentIotHubHostName":"a","currentIoTHubHostName":"b""#, "b"),
        (#""currentIotHubHostName":"a","currentIotHubHostName":7"#, nil),
    ])
    func `the current hub is read in each of DPS's spellings, and is not needed`(member: String, hub: String?)
        throws
    {
        #expect(try request(#"{"deviceRuntimeContext":{\#(member)}}"#).currentHub == hub)
    }

    @Test(arguments: [
        (#""symmetricKey":{}"#, Attestation.symmetricKey), (#""x509":{"clientCertificate":"MII="}"#, .x509),
        (#""tpm":{"endorsementKey":"a","storageRootKey":"b"}"#, .tpm),
        (#""symmetricKey":null,"tpm":{}"#, .tpm),
        (#""tpm":{},"tpm":null"#, nil), (#""tpm":null,"tpm":{}"#, .tpm), (#""x509":null"#, nil),
        (#""certificate":{}"#, nil),
    ])
    func `the attestation is told by the member that is there`(members: String, attestation: Attestation?)
        throws
    {
        #expect(try request(#"{"deviceRuntimeContext":{\#(members)}}"#).attestation == attestation)
    }

    @Test(arguments: [
        (#""enrollmentGroup":{"enrollmentGroupId":"g"}"#, Enrollment(kind: .group, id: "g")),
        (#""individualEnrollment":{"registrationId":"i"}"#, Enrollment(kind: .individual, id: "i")),
        (
            #""enrollmentGroup":null,"individualEnrollment":{"registrationId":"i"}"#,
            Enrollment(kind: .individual, id: "i")
        ),
        (
            #""enrollmentGroup":{"enrollmentGroupId":"g"},"individualEnrollment":null"#,
            Enrollment(kind: .group, id: "g")
        ),
        (#""enrollmentGroup":{"enrollmentGroupId":"g"},"enrollmentGroup":{}"#, nil),
        (
            #""enrollmentGroup":{"enrollmentGroupId":"g","enrollmentGroupId":"h"}"#,
            Enrollment(kind: .group, id: "h")
        ),
        (#""enrollmentGroup":{"enrollmentGroupId":7}"#, nil),
        (#""enrollmentGroup":{"enrollmentGroupId":""}"#, nil),
        (#""enrollmentGroup":"g""#, nil), (#""enrollmentGroup":[{"enrollmentGroupId":"g"}]"#, nil),
    ])
    func `the enrollment is read where it is what it should be, and is not needed`(
        members: String, enrollment: Enrollment?
    ) throws {
        #expect(try request("{\(members)}").enrollment == enrollment)
    }

    @Test(arguments: [(255, true), (256, false)])
    func `a name that is not needed and over long is taken as absent`(count: Int, isKept: Bool) throws {
        let name = String(repeating: "n", count: count)
        let group = try request(#"{"enrollmentGroup":{"enrollmentGroupId":"\#(name)"}}"#)
        #expect(group.enrollment == (isKept ? Enrollment(kind: .group, id: name) : nil))
        let individual = try request(#"{"individualEnrollment":{"registrationId":"\#(name)"}}"#)
        #expect(individual.enrollment == (isKept ? Enrollment(kind: .individual, id: name) : nil))
        let context = try request(#"{"deviceRuntimeContext":{"currentIotHubHostName":"\#(name)"}}"#)
        #expect(context.currentHub == (isKept ? name : nil))
    }

    @Test func `unknown members of any kind are passed over at every level`() throws {
        let unknown = #""new":{"linkedHubs":[1],"registrationId":7,"deep":[[{"a":null}],true,-1.5e3,"x"]}"#
        let request = try request(
            #"""
            {\#(unknown),"deviceRuntimeContext":{\#(unknown),"registrationId":"a","payload":{\#(unknown)}},
             "linkedHubs":["h"],"enrollmentGroup":{\#(unknown),"enrollmentGroupId":"g"}}
            """#)
        let expected = AllocationRequest(
            registrationID: try RegistrationID("a"), linkedHubs: ["h"],
            enrollment: Enrollment(kind: .group, id: "g"))
        #expect(request == expected)
    }

    @Test func `escapes are resolved in names and in texts`() throws {
        let request = try request(
            #"""
            {"deviceRuntime\u0043ontext":{"registration\u0049d":"a\u002Db","currentIotHubHostName":"h\ud83d\ude00\/\\"},
             "linked\u0048ubs":["\u0068ub","a\"b","z\n"]}
            """#)
        #expect(request.registrationID?.text == "a-b")
        #expect(request.currentHub == "h\u{1F600}/\\")
        #expect(request.linkedHubs == ["hub", "a\"b", "z\n"])
    }

    @Test func `the names of members are told apart by case`() throws {
        #expect(
            try request(#"{"LinkedHubs":["h"],"deviceruntimecontext":{"registrationId":"a"}}"#)
                == AllocationRequest(registrationID: nil, linkedHubs: nil))
    }

    @Test(
        arguments: [
            (#""linkedHubs":["a"],"linkedHubs":["b"]"#, "x", ["b"]),
            (#""linkedHubs":7,"linkedHubs":["b"]"#, "x", ["b"]),
            (#""linkedHubs":["a",7,["c"]],"linkedHubs":["b"]"#, "x", ["b"]),
            (#""linkedHubs":["a"],"linkedHubs":null"#, "x", nil),
            (#""linkedHubs":[null],"linkedHubs":null"#, "x", nil),
            (#""deviceRuntimeContext":{"registrationId":"y"}"#, "y", nil),
            (#""deviceRuntimeContext":null"#, nil, nil),
            (#""deviceRuntimeContext":{}"#, nil, nil),
            (#""deviceRuntimeContext":[],"deviceRuntimeContext":{"registrationId":"y"}"#, "y", nil),
            (#""deviceRuntimeContext":{"registrationId":7,"registrationId":"y"}"#, "y", nil),
            (#""deviceRuntimeContext":{"registrationId":{"a":1},"registrationId":null}"#, nil, nil),
            (#""deviceRuntimeContext":{"registrationId":"y","registrationId":"z"}"#, "z", nil),
            (
                #""deviceRuntimeContext":{"registrationId":"bad!"},"deviceRuntimeContext":{"registrationId":"y"}"#,
                "y", nil
            ),
        ] as [(String, String?, [String]?)])
    func `of members of one name the last one counts, whatever the others were`(
        members: String, registrationID: String?, hubs: [String]?
    ) throws {
        let request = try request(#"{"deviceRuntimeContext":{"registrationId":"x"},\#(members)}"#)
        #expect(request.registrationID?.text == registrationID)
        #expect(request.linkedHubs == hubs)
    }

    @Test func `hubs keep their order, their spelling and their doubles`() throws {
        #expect(try request(#"{"linkedHubs":["B","a","B",""]}"#).linkedHubs == ["B", "a", "B", ""])
    }
}
