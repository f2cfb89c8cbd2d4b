/// What a code says of its version, in the form of its age.
/// Source: polkadot-sdk, substrate/primitives/version (RuntimeVersion::decode_with_version_hint)
#pragma once

#include <algorithm>
#include <optional>

#include "base/bytes.hpp"
#include "codec/scale.hpp"

namespace serinus::frame_system {

/// The fields that the version of every release has.
struct CodeVersion {
    std::string spec_name;
    std::string impl_name;
    uint32_t authoring_version{};
    uint32_t spec_version{};
    uint32_t impl_version{};
    std::vector<std::pair<ByteArray<8>, uint32_t>> apis;
};

/// BLAKE2b-64 of "Core".
inline constexpr ByteArray<8> kCoreApi = {0xdf, 0x6a, 0xcb, 0x68, 0x99, 0x07, 0x60, 0x9b};

/// nullopt if the bytes end too early. Behind the fields above stand the version of transactions (4 bytes) if the API
/// Core has version 3 or later, and that of the state (1 byte) from its version 4 on; a later format may have more.
/// Spec: defn-rt-core-version
inline std::optional<CodeVersion> read_code_version(BytesView encoded) {
    auto version = scale::take<CodeVersion>(encoded);
    if (!version) return std::nullopt;
    const auto core = std::ranges::find(version->apis, kCoreApi, &std::pair<ByteArray<8>, uint32_t>::first);
    const uint32_t age = core == version->apis.end() ? 0 : core->second;
    const size_t more = age >= 4 ? sizeof(uint32_t) + 1 : age == 3 ? sizeof(uint32_t) : 0;
    if (encoded.size() < more) return std::nullopt;
    return std::move(*version);
}

}  // namespace serinus::frame_system
