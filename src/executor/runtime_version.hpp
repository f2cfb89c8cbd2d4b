/// The version of a runtime.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "trie/state_version.hpp"

namespace serinus::executor {

/// Identity (8 bytes: the hash of its name) and version of a runtime API.
struct RuntimeApi {
    ByteArray<8> id{};
    uint32_t version = 0;
};

/// The version that `Core_version` or the runtime's custom sections give. Its SCALE encoding is that of the latest
/// runtimes. Spec: defn-rt-core-version
struct RuntimeVersion {
    std::string spec_name;
    std::string impl_name;
    uint32_t authoring_version = 0;
    uint32_t spec_version = 0;
    uint32_t impl_version = 0;
    std::vector<RuntimeApi> apis;
    uint32_t transaction_version = 1;  ///< 1 if the Core API is older than version 3
    uint8_t system_version = 0;        ///< 0 if the Core API is older than version 4; formerly "state version"

    /// The version of the state trie. System versions above 1 keep state version 1.
    trie::StateVersion state_version() const noexcept {
        return system_version == 0 ? trie::StateVersion::kV0 : trie::StateVersion::kV1;
    }
};

/// Decodes the result of `Core_version` of any age: the version of the API "Core" in the list decides which fields
/// there are. Bytes after them are ignored. `apis` replaces the list of a version that leaves it out.
/// nullopt if the bytes end too early.
std::optional<RuntimeVersion> decode_runtime_version(BytesView bytes,
                                                     std::optional<std::vector<RuntimeApi>> apis = std::nullopt);

}  // namespace serinus::executor
