/// Requests as DPS sent them: two of the article's first registrations, one again with a payload, and an
/// individual enrollment with a TPM.
enum CapturedRequests {
    static let toaster = #"""
        {
          "enrollmentGroup": {
            "enrollmentGroupId": "contoso-custom-allocated-devices",
            "attestation": {
              "type": "symmetricKey"
            },
            "capabilities": {
              "iotEdge": false
            },
            "etag": "\"13003fea-0000-0300-0000-62d1d5e50000\"",
            "provisioningStatus": "enabled",
            "reprovisionPolicy": {
              "updateHubAssignment": true,
              "migrateDeviceData": true
            },
            "createdDateTimeUtc": "2022-07-05T21:27:16.8123235Z",
            "lastUpdatedDateTimeUtc": "2022-07-15T21:02:29.5922255Z",
            "allocationPolicy": "custom",
            "iotHubs": [
              "contoso-toasters-hub-1098.azure-devices.net",
              "contoso-heatpumps-hub-1098.azure-devices.net"
            ],
            "customAllocationDefinition": {
              "webhookUrl": "https://contoso-function-app-1098.azurewebsites.net/api/HttpTrigger1?****",
              "apiVersion": "2021-10-01"
            }
          },
          "deviceRuntimeContext": {
            "registrationId": "breakroom499-contoso-tstrsd-007",
            "symmetricKey": {}
          },
          "linkedHubs": [
            "contoso-toasters-hub-1098.azure-devices.net",
            "contoso-heatpumps-hub-1098.azure-devices.net"
          ]
        }
        """#

    static let heatPump = #"""
        {
          "enrollmentGroup": {
            "enrollmentGroupId": "contoso-custom-allocated-devices",
            "attestation": {
              "type": "symmetricKey"
            },
            "capabilities": {
              "iotEdge": false
            },
            "etag": "\"13003fea-0000-0300-0000-62d1d5e50000\"",
            "provisioningStatus": "enabled",
            "reprovisionPolicy": {
              "updateHubAssignment": true,
              "migrateDeviceData": true
            },
            "createdDateTimeUtc": "2022-07-05T21:27:16.8123235Z",
            "lastUpdatedDateTimeUtc": "2022-07-15T21:02:29.5922255Z",
            "allocationPolicy": "custom",
            "iotHubs": [
              "contoso-toasters-hub-1098.azure-devices.net",
              "contoso-heatpumps-hub-1098.azure-devices.net"
            ],
            "customAllocationDefinition": {
              "webhookUrl": "https://contoso-function-app-1098.azurewebsites.net/api/HttpTrigger1?****",
              "apiVersion": "2021-10-01"
            }
          },
          "deviceRuntimeContext": {
            "registrationId": "mainbuilding167-contoso-hpsd-088",
            "symmetricKey": {}
          },
          "linkedHubs": [
            "contoso-toasters-hub-1098.azure-devices.net",
            "contoso-heatpumps-hub-1098.azure-devices.net"
          ]
        }
        """#

    static let reregistration = #"""
        {
          "enrollmentGroup": {
            "enrollmentGroupId": "contoso-custom-allocated-devices",
            "attestation": {
              "type": "symmetricKey"
            },
            "capabilities": {
              "iotEdge": false
            },
            "etag": "\"13003fea-0000-0300-0000-62d1d5e50000\"",
            "provisioningStatus": "enabled",
            "reprovisionPolicy": {
              "updateHubAssignment": true,
              "migrateDeviceData": true
            },
            "createdDateTimeUtc": "2022-07-05T21:27:16.8123235Z",
            "lastUpdatedDateTimeUtc": "2022-07-15T21:02:29.5922255Z",
            "allocationPolicy": "custom",
            "iotHubs": [
              "contoso-toasters-hub-1098.azure-devices.net",
              "contoso-heatpumps-hub-1098.azure-devices.net"
            ],
            "customAllocationDefinition": {
              "webhookUrl": "https://contoso-function-app-1098.azurewebsites.net/api/HttpTrigger1?****",
              "apiVersion": "2021-10-01"
            }
          },
          "deviceRuntimeContext": {
            "registrationId": "breakroom499-contoso-tstrsd-007",
            "currentIotHubHostName": "contoso-toasters-hub-1098.azure-devices.net",
            "currentDeviceId": "breakroom499-contoso-tstrsd-007",
            "symmetricKey": {},
            "payload": {
              "MyDeviceFirmwareVersion": "12.0.2.5",
              "MyDeviceProvisioningVersion": "1.0.0.0"
            }
          },
          "linkedHubs": [
            "contoso-toasters-hub-1098.azure-devices.net",
            "contoso-heatpumps-hub-1098.azure-devices.net"
          ]
        }
        """#

    static let individualTPM = #"""
        {
          "individualEnrollment": {
            "registrationId": "sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6",
            "deviceId": "lobby-1",
            "attestation": {
              "type": "tpm"
            },
            "etag": "\"0000f176-0000-0700-0000-62eaad1e0000\"",
            "provisioningStatus": "enabled",
            "createdDateTimeUtc": "2020-09-23T10:58:31.62286Z",
            "lastUpdatedDateTimeUtc": "2020-09-23T10:58:31.62286Z",
            "allocationPolicy": "custom",
            "customAllocationDefinition": {
              "webhookUrl": "https://contoso-function-app-1098.azurewebsites.net/api/HttpTrigger1?****",
              "apiVersion": "2019-03-31"
            }
          },
          "deviceRuntimeContext": {
            "registrationId": "sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6",
            "tpm": {
              "endorsementKey": "AToAAQALAAMAsgAg",
              "storageRootKey": "AToAAQALAAMAcgAg"
            }
          },
          "linkedHubs": [
            "contoso-toasters-hub-1098.azure-devices.net"
          ]
        }
        """#
}
