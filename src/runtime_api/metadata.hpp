/// The API Metadata. Spec: sect-rte-metadata
#pragma once

#include "runtime_api/call.hpp"

namespace serinus::runtime_api::metadata {

/// Answers are hundreds of kilobytes and hold as long as the runtime does: users keep what they decode of it by the
/// runtime.
inline constexpr Call<Bytes()> kMetadata{"Metadata_metadata"};
inline constexpr Call<std::optional<Bytes>(uint32_t)> kMetadataAtVersion{"Metadata_metadata_at_version", {.first = 2}};
inline constexpr Call<std::vector<uint32_t>()> kMetadataVersions{"Metadata_metadata_versions", {.first = 2}};

}  // namespace serinus::runtime_api::metadata
