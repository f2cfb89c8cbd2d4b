/// The metadata of a runtime in the newest version that it offers and the host reads.
#pragma once

#include <algorithm>

#include "runtime_api/metadata.hpp"
#include "runtime_api/on_state.hpp"

namespace serinus::runtime_api {

/// Without a length before it. A runtime that has no list of versions is asked for what it calls its metadata. Two or
/// three calls, made by `ask(call, arguments...)`, which returns a Result; the error is that of the last one.
/// Spec: sect-rte-metadata; Observed: polkadot 1.25.1: Metadata_metadata_versions and Metadata_metadata_at_version of
/// version 2 of the API
template <class Ask>
auto newest_metadata(const Ask& ask) -> decltype(ask(metadata::kMetadata)) {
    // Those from which Metadata_metadata_at_version differs, newest first: metadata::decode_model() reads them.
    constexpr std::array<uint32_t, 2> kReadVersions = {16, 15};
    if (const auto offered = ask(metadata::kMetadataVersions)) {
        for (const uint32_t version : kReadVersions) {
            if (std::ranges::find(*offered, version) == offered->end()) continue;
            auto found = ask(metadata::kMetadataAtVersion, version);
            if (found && *found) return **std::move(found);
        }
    }
    return ask(metadata::kMetadata);
}

inline OrCallError<Bytes> newest_metadata(const OnState& on) {
    return newest_metadata([&on](const auto& of, const auto&... arguments) { return call(on, of, arguments...); });
}

}  // namespace serinus::runtime_api
