/// What the build puts into a runtime beside its code: its metadata and the presets of its genesis. The function
/// serinus_runtime of cmake/serinus_runtime.cmake defines all of it in a source that it makes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace serinus::sdk::embedded {

/// The names of the presets, in alphabetical order: the files <name>.json of the runtime's folder of presets.
extern const std::span<const std::string_view> kPresetNames;

/// The content of the file; nullopt if there is none of that name.
std::optional<std::string> preset(std::string_view name);

/// The metadata in that version, without a length prefix; empty if there is none. Native programs have none: it is
/// written by one of them.
Bytes metadata(uint32_t version);

/// The hash of the metadata, for runtimes with a `kToken`; native programs have none. Spec: RFC-78
std::optional<Hash256> metadata_hash();

}  // namespace serinus::sdk::embedded

namespace serinus::sdk {

/// What the runtime APIs Metadata and GenesisBuilder ask of a runtime: `struct Runtime : sdk::Embedded { … };`
struct Embedded {
    static constexpr const auto& kPresets = embedded::kPresetNames;
    static std::optional<std::string> preset(std::string_view name) { return embedded::preset(name); }
    /// 14, 15 and 16. A runtime that hides it with 15 has no metadata of version 16.
    static constexpr uint32_t kNewestMetadata = 16;
    static Bytes metadata(uint32_t version) { return embedded::metadata(version); }
};

}  // namespace serinus::sdk
