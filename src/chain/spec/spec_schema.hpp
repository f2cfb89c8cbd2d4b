/// The shape of a chain specification's JSON: which values stand where, and of what types they are.
#pragma once

#include <cstdint>
#include <string_view>

namespace serinus::chain {

/// A place in the document. All elements of an array, and all entries of a map, share one.
enum class Place : uint8_t {
    kRoot,
    kName,
    kId,
    kChainType,
    kCustomChainType,
    kBootNodes,
    kBootNode,
    kTelemetryEndpoints,
    kTelemetryEndpoint,
    kTelemetryAddress,
    kTelemetryVerbosity,
    kProtocolId,
    kForkId,
    kProperties,
    kConsensusEngine,
    kForkBlocks,
    kForkBlock,
    kForkBlockNumber,
    kForkBlockHash,
    kBadBlocks,
    kBadBlock,
    kLightSyncState,
    kFinalizedBlockHeader,
    kBabeEpochChanges,
    kBabeFinalizedBlockWeight,
    kGrandpaAuthoritySet,
    kCheckpoint,
    kCheckpointBytes,
    kCodeSubstitutes,
    kCodeSubstitute,
    kGenesis,
    kRaw,
    kTop,
    kTopValue,
    kChildren,
    kChild,
    kChildValue,
    kStateRootHash,
    kRuntimeGenesis,
    kRuntimeAndCode,
    kRuntimeCode,
    kRuntimeConfig,    ///< of runtimeGenesis
    kRuntimePatch,     ///< of runtimeGenesis
    kPlainRuntime,     ///< of genesis
    kRuntimeWithCode,  ///< of runtimeAndCode
    kExtension,
    kOpaque,   ///< inside of what we keep but do not interpret
    kUnknown,  ///< no such field here
    kTooMany,  ///< no such element here
};

/// Types of JSON values, as bits.
enum JsonType : uint8_t {
    kJsonObject = 1,
    kJsonArray = 2,
    kJsonString = 4,
    kJsonNumber = 8,
    kJsonBool = 16,
    kJsonNull = 32,
    kJsonAny = 63,
};

struct Shape {
    uint8_t types;           ///< of JsonType
    const char* expected;    ///< in words, for errors: "must be …"
    bool kept = false;       ///< kept as text, with all that it contains
    bool fixed_keys = true;  ///< if an object: its keys are fields, and checked for duplicates as they come
};

Shape shape_of(Place place) noexcept;

/// Where the value of a field stands.
Place field_of(Place object, std::string_view key) noexcept;

/// Where an element of an array stands.
Place element_of(Place array, uint64_t index) noexcept;

}  // namespace serinus::chain
