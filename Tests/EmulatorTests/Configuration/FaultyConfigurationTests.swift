import Emulator
import Testing

struct FaultyConfigurationTests {
    private static let key = "AAAAAAAAAAAAAAAAAAAAAA=="
    private static let keys =
        #""attestation": {"type": "symmetricKey", "symmetricKey": {"primaryKey": "\#(key)"}}"#

    private static func faults(of text: String) -> [String] {
        do throws(ConfigurationFaults) {
            _ = try EmulatorConfiguration(
                reading: Array(text.utf8), at: PreciseTime(nanosecondsSinceEpoch: 0))
            return []
        } catch {
            return error.description.split(separator: "\n").map(String.init)
        }
    }

    private static let service =
        #"{"provisioningService": {"name": "dps", "idScope": "0ne1", "linkedHubs": ["a.net", "b.net"]},"#

    @Test(arguments: [
        ("", ["1:1: the document is empty"]),
        ("/* nothing */", ["1:14: the document is empty"]),
        ("{\n  \"a\": 1,\n}", ["3:1: a member's name is expected, not '}'"]),
        ("{} // and\n{}", ["2:1: only white space may follow the document"]),
        ("{ /* never ended", ["1:3: a member's name is expected, not '/'"]),
        ("[]", ["1:1: must be an object, but is an array"]),
        ("{}", ["1:1: /provisioningService is missing"]),
        (#"{"provisioningService": 7}"#, ["1:2: /provisioningService must be an object, but is a number"]),
        (
            #"{"provisioningService": {}}"#,
            [
                "1:2: /provisioningService/idScope is missing or empty",
                "1:2: /provisioningService/linkedHubs at least one hub is needed",
                "1:2: /provisioningService/name is missing or empty",
            ]
        ),
    ])
    func `what is no configuration is told with its place`(text: String, expected: [String]) {
        #expect(Self.faults(of: text) == expected)
    }

    @Test(arguments: [
        (
            #""name": "dps", "idScope": "0ne-1""#,
            ["/idScope has letters and digits only, for example 0ne00002193"]
        ),
        (
            #""allocationPolicy": "custom""#,
            [
                "/allocationPolicy custom cannot be the default, only an enrollment's own policy"
            ]
        ),
        (
            #""allocationPolicy": "best""#,
            [
                "/allocationPolicy must be one of hashed, geoLatency, static, custom, not \"best\""
            ]
        ),
        (
            #""colour": 1"#,
            [
                "/colour is not known here; known are allocationPolicy, idScope, linkedHubs, name"
            ]
        ),
        (#""linkedHubs": []"#, ["/linkedHubs at least one hub is needed"]),
        (#""linkedHubs": "a.net""#, ["/linkedHubs must be an array, but is a string"]),
        (#""linkedHubs": ["a.net", "A.NET"]"#, ["/linkedHubs/1 is linked already"]),
        (
            #""linkedHubs": ["a b", 7]"#,
            [
                "/linkedHubs/0 must be the name of a host",
                "/linkedHubs/1 must be an object, but is a number",
            ]
        ),
        (
            #""linkedHubs": [{"hostName": "a.net", "allocationWeight": 0, "latency": -1, "weight": 1}, {}]"#,
            [
                "/linkedHubs/0/allocationWeight must be a whole number from 1 to 1000",
                "/linkedHubs/0/latency must be a whole number from 0 to 1000000",
                "/linkedHubs/0/weight is not known here; known are allocationWeight, hostName, latency",
                "/linkedHubs/1/hostName is missing",
            ]
        ),
    ])
    func `faults of the service`(members: String, expected: [String]) {
        // The last one of members with the same name would count, so each is written once.
        let standard = [("name", #""dps""#), ("idScope", #""0ne1""#), ("linkedHubs", #"["a.net"]"#)]
            .filter { !members.contains("\"\($0.0)\"") }.map { "\"\($0.0)\": \($0.1)" }
        let text = "{\"provisioningService\": {\(([members] + standard).joined(separator: ", "))}}"
        #expect(
            Self.faults(of: text).map { String($0.drop { $0 != "/" }) }
                == expected.map { "/provisioningService" + $0 })
    }

    @Test(arguments: [
        (#""returnedTwin": "never""#, ["2:2: /returnedTwin must be one of onReset, always, not \"never\""]),
        (#""retryAfterSeconds": 0"#, ["2:2: /retryAfterSeconds must be a whole number from 1 to 300"]),
        (#""retryAfterSeconds": 1.5"#, ["2:2: /retryAfterSeconds must be a whole number from 1 to 300"]),
        (#""keptCalls": "9""#, ["2:2: /keptCalls must be a whole number from 1 to 1000000"]),
        (
            #""registrationsPerMinute": 1000001"#,
            ["2:2: /registrationsPerMinute must be a whole number from 1 to 1000000"]
        ),
        (
            #""clientCertificateField": "a b""#,
            ["2:2: /clientCertificateField must be the name of an HTTP field, such as X-Client-Certificate"]
        ),
        (
            #""webhook": {"timeoutSeconds": 601, "timeout": 1}"#,
            [
                "2:14: /webhook/timeoutSeconds must be a whole number from 1 to 600",
                "2:37: /webhook/timeout is not known here; known are timeoutSeconds",
            ]
        ),
        (
            #""keptCalls": 1, /* again: */ "keptCalls": 2"#,
            ["2:31: /keptCalls is there already"]
        ),
        (#""enrollmentGroups": {}"#, ["2:2: /enrollmentGroups must be an array, but is an object"]),
        (#""enrollmentGroups": [7]"#, ["2:23: /enrollmentGroups/0 must be an object, but is a number"]),
    ])
    func `faults of settings`(members: String, expected: [String]) {
        #expect(Self.faults(of: "\(Self.service)\n \(members)}") == expected)
    }

    @Test(
        arguments: [
            ("", ["/attestation is missing", "/enrollmentGroupId is missing or empty"]),
            (
                #""enrollmentGroupId": "a b", \#(keys)"#,
                [
                    "/enrollmentGroupId a registration ID may only have letters, digits and - . _ :, but character 2 is U+0020"
                ]
            ),
            (#""enrollmentGroupId": "g", "attestation": {}"#, ["/attestation/type is missing"]),
            (
                #""enrollmentGroupId": "g", "attestation": {"type": "tpm", "tpm": {"endorsementKey": "AToA"}}"#,
                [
                    "/attestation/type tpm is for individual enrollments only"
                ]
            ),
            (
                #""enrollmentGroupId": "g", "attestation": {"type": "x509", "symmetricKey": {}}"#,
                [
                    "/attestation/symmetricKey does not go with the type x509",
                    "/attestation/x509 is missing",
                ]
            ),
            (
                #""enrollmentGroupId": "g", "attestation": {"type": "symmetricKey", "symmetricKey": {}}"#,
                [
                    "/attestation/symmetricKey/primaryKey is missing"
                ]
            ),
            (
                #""enrollmentGroupId": "g", "attestation": {"type": "symmetricKey", "#
                    + #""symmetricKey": {"primaryKey": "AAAA", "secondaryKey": "?"}}"#,
                [
                    "/attestation/symmetricKey/primaryKey must be base64 of 16 to 64 bytes",
                    "/attestation/symmetricKey/secondaryKey must be base64 of 16 to 64 bytes",
                ]
            ),
            (
                #""enrollmentGroupId": "g", "attestation": {"type": "x509", "x509": {"clientCertificates": {}}}"#,
                [
                    "/attestation/x509/clientCertificates cannot be used here; give signingCertificates",
                    "/attestation/x509/signingCertificates is missing",
                ]
            ),
            (
                #""enrollmentGroupId": "g", "attestation": {"type": "x509", "x509": {"signingCertificates": "#
                    + #"{"primary": {"certificate": "AAAA"}, "secondary": {}}}}"#,
                [
                    "/attestation/x509/signingCertificates/primary/certificate must be a certificate: PEM, or base64 of PEM or DER",
                    "/attestation/x509/signingCertificates/secondary/certificate is missing or empty",
                ]
            ),
            (
                #""enrollmentGroupId": "g", \#(keys), "iotHubs": ["c.net", "a.net", "A.net", 7]"#,
                [
                    "/allocationPolicy Enrollment allocationPolicy must be specified when iotHubs are specified.",
                    "/iotHubs/0 is not one of linkedHubs", "/iotHubs/2 is there already",
                    "/iotHubs/3 must be a string, but is a number",
                ]
            ),
            (
                #""enrollmentGroupId": "g", \#(keys), "allocationPolicy": "best", "iotHubs": []"#,
                [
                    "/allocationPolicy must be one of hashed, geoLatency, static, custom, not \"best\"",
                    "/iotHubs may not be empty; leave it out for all hubs",
                ]
            ),
            (
                #""enrollmentGroupId": "g", \#(keys), "allocationPolicy": "static", "iotHubs": ["a.net", "b.net"]"#,
                [
                    "/iotHubs must be exactly one hub with the allocationPolicy static"
                ]
            ),
            (
                #""enrollmentGroupId": "g", \#(keys), "allocationPolicy": "static""#,
                [
                    "/iotHubs must be exactly one hub with the allocationPolicy static"
                ]
            ),
            (
                #""enrollmentGroupId": "g", \#(keys), "allocationPolicy": "static", "iotHubHostName": "c.net""#,
                [
                    "/iotHubHostName is not one of linkedHubs"
                ]
            ),
            (
                #""enrollmentGroupId": "g", \#(keys), "allocationPolicy": "custom""#,
                [
                    "/customAllocationDefinition A CustomAllocationDefinition is required when the allocation policy is set to 'Custom'."
                ]
            ),
            (
                #""enrollmentGroupId": "g", \#(keys), "allocationPolicy": "custom", "#
                    + #""customAllocationDefinition": {"webhookUrl": "ftp://a", "apiVersion": "2018-01-01", "url": 1}"#,
                [
                    "/customAllocationDefinition/apiVersion must be a version from 2018-09-01-preview on, such as 2021-10-01",
                    "/customAllocationDefinition/url is not known here; known are apiVersion, webhookUrl",
                    "/customAllocationDefinition/webhookUrl a URL begins with http:// or https://",
                ]
            ),
            (
                #""enrollmentGroupId": "g", \#(keys), "#
                    + #""customAllocationDefinition": {"webhookUrl": "http://a/?****", "apiVersion": "2021-10-01"}"#,
                [
                    "/customAllocationDefinition/webhookUrl has **** in place of its query; write the URL with its key"
                ]
            ),
            (
                #""enrollmentGroupId": "g", \#(keys), "capabilities": {"edge": true, "iotEdge": 1}, "#
                    + #""reprovisionPolicy": [], "provisioningStatus": "on", "deviceId": "a", "etag": "a\"b", "#
                    + #""createdDateTimeUtc": "yesterday", "initialTwin": {"tags": {"$a": 1}}"#,
                [
                    "/capabilities/edge is not known here; known are iotEdge",
                    "/capabilities/iotEdge must be true or false, but is a number",
                    "/createdDateTimeUtc must be a time as in 2027-01-31T18:00:00Z, with the zone (RFC 3339)",
                    "/deviceId is not known here; known are allocationPolicy, attestation, capabilities, createdDateTimeUtc, "
                        + "customAllocationDefinition, enrollmentGroupId, etag, initialTwin, iotHubHostName, iotHubs, "
                        + "lastUpdatedDateTimeUtc, provisioningStatus, reprovisionPolicy",
                    "/etag must be visible characters of ASCII, in quotes or not",
                    "/initialTwin/tags/$a names that begin with $ are IoT Hub's own",
                    "/provisioningStatus must be one of enabled, disabled, not \"on\"",
                    "/reprovisionPolicy must be an object, but is an array",
                ]
            ),
        ] as [(String, [String])])
    func `faults of an enrollment group`(members: String, expected: [String]) {
        let found = Self.faults(of: "\(Self.service)\n \"enrollmentGroups\": [{\(members)}]}")
        #expect(
            found.map { String($0.drop { $0 != "/" }) }.sorted()
                == expected.map { "/enrollmentGroups/0" + $0 })
    }

    @Test(arguments: [
        (
            #""registrationId": "d", "deviceId": "a b", \#(keys)"#,
            [
                "/deviceId must have 1 to 128 letters, digits and - : . + % _ # * ? ! ( ) , = @ ; $ '"
            ]
        ),
        (
            #""registrationId": "d", "attestation": {"type": "tpm", "tpm": {"storageRootKey": "?"}}"#,
            [
                "/attestation/tpm/endorsementKey is missing or empty",
                "/attestation/tpm/storageRootKey must be base64",
            ]
        ),
        (
            #""registrationId": "d", "attestation": {"type": "x509", "x509": {"signingCertificates": {}, "#
                + #""clientCertificates": {}}}"#,
            [
                "/attestation/x509/clientCertificates/primary is missing",
                "/attestation/x509/signingCertificates cannot be used here; give clientCertificates",
            ]
        ),
    ])
    func `faults of an individual enrollment`(members: String, expected: [String]) {
        let found = Self.faults(of: "\(Self.service)\n \"individualEnrollments\": [{\(members)}]}")
        #expect(
            found.map { String($0.drop { $0 != "/" }) }.sorted()
                == expected.map { "/individualEnrollments/0" + $0 })
    }

    @Test func `all faults of a file are told at once, in its order`() {
        let text = """
            // A file with one fault in each part.
            {
                "provisioningService": { "name": "", "idScope": "0ne1", "linkedHubs": ["a.net"] },
                "enrollmentGroups": [
                    { "enrollmentGroupId": "g", \(Self.keys), "iotHubHostName": "b.net" },
                    { "enrollmentGroupId": "G", \(Self.keys) }
                ],
                "individualEnrollments": [
                    { "registrationId": "d." /* ends in a dot */, \(Self.keys) }
                ],
                "webhook": { "timeoutSeconds": "30" },
                "keptCall": 10
            }
            """
        #expect(
            Self.faults(of: text) == [
                "3:30: /provisioningService/name is missing or empty",
                "5:138: /enrollmentGroups/0/iotHubHostName is not one of linkedHubs",
                "6:11: /enrollmentGroups/1/enrollmentGroupId is enrolled already",
                "9:11: /individualEnrollments/0/registrationId a registration ID must end in a letter, a digit or a dash, not in \".\"",
                "11:18: /webhook/timeoutSeconds must be a whole number from 1 to 600",
                "12:5: /keptCall is not known here; known are clientCertificateField, enrollmentGroups, "
                    + "individualEnrollments, keptCalls, provisioningService, registrationsPerMinute, retryAfterSeconds, "
                    + "returnedTwin, webhook",
            ])
    }

    @Test(arguments: [
        #""linkedHubs": ["a b"]"#, #""linkedHubs": [{}]"#, #""linkedHubs": 7"#, #""linkedHub": ["a.net"]"#,
    ])
    func `nothing is said of an enrollment's hubs when the linked ones are at fault`(hubs: String) {
        let text = """
            {"provisioningService": {"name": "dps", "idScope": "0ne1", \(hubs)},
            "enrollmentGroups": [{"enrollmentGroupId": "g", \(Self.keys), "allocationPolicy": "static",
            "iotHubs": ["a.net"]}]}
            """
        let found = Self.faults(of: text)
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0.hasPrefix("1:") })
    }

    @Test(arguments: [#"{"primaryKey": "\#(key)"}"#, #"{"secondaryKey": "\#(key)", "primaryKey": null}"#])
    func `one key stands for both`(keys: String) throws {
        let text =
            Self.service + #""enrollmentGroups": [{"enrollmentGroupId": "g", "#
            + #""attestation": {"type": "symmetricKey", "symmetricKey": \#(keys)}}]}"#
        let configuration = try EmulatorConfiguration(
            reading: Array(text.utf8), at: PreciseTime(nanosecondsSinceEpoch: 0))
        let zeros = [UInt8](repeating: 0, count: 16)
        #expect(
            configuration.enrollments.map(\.attestation) == [.symmetricKey(primary: zeros, secondary: zeros)])
    }
}
