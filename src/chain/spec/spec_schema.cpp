#include "chain/spec/spec_schema.hpp"

#include <algorithm>
#include <array>

namespace serinus::chain {
namespace {

struct Field {
    Place object;
    std::string_view key;
    Place value;
};

/// Fields with a meaning. Spelling: sc-chain-spec (chain_spec.rs), polkadot's Extensions, sc-sync-state-rpc.
constexpr std::array kFields = {
    Field{Place::kRoot, "name", Place::kName},
    Field{Place::kRoot, "id", Place::kId},
    Field{Place::kRoot, "chainType", Place::kChainType},
    Field{Place::kRoot, "bootNodes", Place::kBootNodes},
    Field{Place::kRoot, "telemetryEndpoints", Place::kTelemetryEndpoints},
    Field{Place::kRoot, "protocolId", Place::kProtocolId},
    Field{Place::kRoot, "forkId", Place::kForkId},
    Field{Place::kRoot, "properties", Place::kProperties},
    Field{Place::kRoot, "consensusEngine", Place::kConsensusEngine},
    Field{Place::kRoot, "forkBlocks", Place::kForkBlocks},
    Field{Place::kRoot, "badBlocks", Place::kBadBlocks},
    Field{Place::kRoot, "lightSyncState", Place::kLightSyncState},
    Field{Place::kRoot, "codeSubstitutes", Place::kCodeSubstitutes},
    Field{Place::kRoot, "genesis", Place::kGenesis},
    Field{Place::kChainType, "Custom", Place::kCustomChainType},
    Field{Place::kLightSyncState, "finalizedBlockHeader", Place::kFinalizedBlockHeader},
    Field{Place::kLightSyncState, "babeEpochChanges", Place::kBabeEpochChanges},
    Field{Place::kLightSyncState, "babeFinalizedBlockWeight", Place::kBabeFinalizedBlockWeight},
    Field{Place::kLightSyncState, "grandpaAuthoritySet", Place::kGrandpaAuthoritySet},
    Field{Place::kLightSyncState, "lightSyncState", Place::kLightSyncState},  // newer nodes: beside "checkpoint"
    Field{Place::kLightSyncState, "checkpoint", Place::kCheckpoint},
    Field{Place::kCheckpoint, "header", Place::kCheckpointBytes},
    Field{Place::kCheckpoint, "callProof", Place::kCheckpointBytes},
    Field{Place::kGenesis, "raw", Place::kRaw},
    Field{Place::kGenesis, "stateRootHash", Place::kStateRootHash},
    Field{Place::kGenesis, "runtimeGenesis", Place::kRuntimeGenesis},
    Field{Place::kGenesis, "runtime", Place::kPlainRuntime},
    Field{Place::kGenesis, "runtimeAndCode", Place::kRuntimeAndCode},
    Field{Place::kRaw, "top", Place::kTop},
    Field{Place::kRaw, "childrenDefault", Place::kChildren},
    Field{Place::kRuntimeGenesis, "code", Place::kRuntimeCode},
    Field{Place::kRuntimeGenesis, "config", Place::kRuntimeConfig},
    Field{Place::kRuntimeGenesis, "patch", Place::kRuntimePatch},
    Field{Place::kRuntimeAndCode, "runtime", Place::kRuntimeWithCode},
    Field{Place::kRuntimeAndCode, "code", Place::kRuntimeCode},
};

}  // namespace

Shape shape_of(Place place) noexcept {
    switch (place) {
        case Place::kRoot:
        case Place::kGenesis:
        case Place::kRuntimeGenesis:
        case Place::kRuntimeAndCode:
            return {kJsonObject, "an object"};
        case Place::kName:
        case Place::kId:
        case Place::kCustomChainType:
            return {kJsonString, "a string"};
        case Place::kChainType:
            return {kJsonString | kJsonObject, R"("Development", "Local", "Live" or {"Custom": name})"};
        case Place::kBootNodes:
            return {kJsonArray, "an array of multiaddresses"};
        case Place::kBootNode:
            return {kJsonString, "a multiaddress"};
        case Place::kTelemetryEndpoints:
            return {kJsonArray | kJsonNull, "an array of [address, verbosity], or null"};
        case Place::kTelemetryEndpoint:
            return {kJsonArray, "[address, verbosity]"};
        case Place::kTelemetryAddress:
            return {kJsonString, "a multiaddress or URL"};
        case Place::kTelemetryVerbosity:
            return {kJsonNumber, "an integer from 0 to 255"};
        case Place::kProtocolId:
        case Place::kForkId:
            return {kJsonString | kJsonNull, "a string or null"};
        case Place::kProperties:
            return {kJsonObject | kJsonNull, "an object or null", true};
        case Place::kConsensusEngine:
            return {kJsonNull, "null"};
        case Place::kForkBlocks:
            return {kJsonArray | kJsonNull, "an array of [number, hash], or null"};
        case Place::kForkBlock:
            return {kJsonArray, "[number, hash]"};
        case Place::kForkBlockNumber:
            return {kJsonNumber, "a block number"};
        case Place::kForkBlockHash:
        case Place::kBadBlock:
            return {kJsonString, "a block hash in hex"};
        case Place::kBadBlocks:
            return {kJsonArray | kJsonNull, "an array of block hashes, or null"};
        case Place::kLightSyncState:
            return {kJsonObject | kJsonNull, "an object or null", true};
        case Place::kCheckpoint:
            return {kJsonObject, "an object", true};
        case Place::kFinalizedBlockHeader:
        case Place::kBabeEpochChanges:
        case Place::kGrandpaAuthoritySet:
        case Place::kCheckpointBytes:
            return {kJsonString, "bytes in hex", true};
        case Place::kBabeFinalizedBlockWeight:
            return {kJsonNumber, "an integer that is not negative", true};
        case Place::kCodeSubstitutes:
            return {kJsonObject, "an object of code by block number", false, false};
        case Place::kCodeSubstitute:
        case Place::kRuntimeCode:
            return {kJsonString, "code in hex"};
        case Place::kRaw:
            return {kJsonObject | kJsonArray, R"({"top", "childrenDefault"})"};
        case Place::kTop:
        case Place::kChild:
            return {kJsonObject, "an object of hex values by hex keys", false, false};
        case Place::kChildren:
            return {kJsonObject, "an object of child tries by hex keys", false, false};
        case Place::kTopValue:
        case Place::kChildValue:
            return {kJsonString, "a value in hex"};
        case Place::kStateRootHash:
            return {kJsonString, "a hash in hex"};
        case Place::kRuntimeConfig:
        case Place::kRuntimePatch:
        case Place::kPlainRuntime:
        case Place::kRuntimeWithCode:
        case Place::kExtension:
        case Place::kOpaque:
            return {kJsonAny, "anything", true};
        case Place::kUnknown:
        case Place::kTooMany:
            break;
    }
    return {0, "absent"};
}

Place field_of(Place object, std::string_view key) noexcept {
    switch (object) {  // maps, and objects that may hold more than we know
        case Place::kTop:
            return Place::kTopValue;
        case Place::kChildren:
            return Place::kChild;
        case Place::kChild:
            return Place::kChildValue;
        case Place::kCodeSubstitutes:
            return Place::kCodeSubstitute;
        default:
            break;
    }
    const auto known =
        std::ranges::find_if(kFields, [&](const Field& field) { return field.object == object && field.key == key; });
    if (known != kFields.end()) return known->value;
    if (object == Place::kRoot) return Place::kExtension;
    return shape_of(object).kept ? Place::kOpaque : Place::kUnknown;
}

Place element_of(Place array, uint64_t index) noexcept {
    switch (array) {
        case Place::kBootNodes:
            return Place::kBootNode;
        case Place::kTelemetryEndpoints:
            return Place::kTelemetryEndpoint;
        case Place::kTelemetryEndpoint:
            return index == 0 ? Place::kTelemetryAddress : index == 1 ? Place::kTelemetryVerbosity : Place::kTooMany;
        case Place::kForkBlocks:
            return Place::kForkBlock;
        case Place::kForkBlock:
            return index == 0 ? Place::kForkBlockNumber : index == 1 ? Place::kForkBlockHash : Place::kTooMany;
        case Place::kBadBlocks:
            return Place::kBadBlock;
        case Place::kRaw:  // the oldest form, which Kusama's own file has
            return index == 0 ? Place::kTop : index == 1 ? Place::kChildren : Place::kTooMany;
        default:
            return shape_of(array).kept ? Place::kOpaque : Place::kTooMany;
    }
}

}  // namespace serinus::chain
